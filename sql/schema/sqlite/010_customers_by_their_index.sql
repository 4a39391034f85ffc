-- Who became a customer is read from the index alone, by whoever counts them or what they bought: the facts are not looked up.
drop index lead_fact_won;
create index lead_fact_won on lead_fact (first_won_at, eligibility, source_key, campaign_key) where first_won_at is not null;
