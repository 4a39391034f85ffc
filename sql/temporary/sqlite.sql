-- What a question about the past works out first: the leads of which anything happened later, and what had become of them by then.
create temp table "#touched_lead" (lead_key integer not null primary key);
create temp table "#lead_as_of" as select f.created_at as as_of, f.* from lead_fact as f where 1 = 0;
