-- Question: how long did the leads take, of each cell that is changed, as it stands?
select t.level, t.owner_key, t.starts_at, t.source_key, t.duration_count,
  t.response, t.lead_to_contact, t.contact_to_opportunity, t.opportunity_to_customer, t.lead_to_customer, t.waiting
from (select distinct c.level, c.owner_key, c.starts_at, c.source_key from rollup_change as c where c.eligibility = 0) as k
cross join lead_rollup_times as t
where t.level = k.level and t.owner_key = k.owner_key and t.starts_at = k.starts_at and t.source_key = k.source_key
