-- Question: how long did the leads take, of each cell that is changed, as it stands?
select cast(t.level as int) as level, t.owner_key, t.starts_at, t.source_key,
  t.response, t.lead_to_contact, t.contact_to_opportunity, t.opportunity_to_customer, t.lead_to_customer, t.waiting
from rollup_change as c
cross join lead_rollup_times as t
where t.level = c.level and t.owner_key = c.owner_key and t.starts_at = c.starts_at and t.source_key = c.source_key
