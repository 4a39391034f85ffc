-- What a question about the past works out first: the leads of which anything happened later, and what had become of them by then.
create table "#touched_lead" (lead_key integer not null primary key);
select f.created_at as as_of, f.* into "#lead_as_of" from lead_fact as f where 1 = 0;
