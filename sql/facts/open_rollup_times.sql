-- A row for each changed cell that has none yet.
insert into lead_rollup_times (
  level, owner_key, starts_at, source_key, duration_count,
  response, lead_to_contact, contact_to_opportunity, opportunity_to_customer, lead_to_customer, waiting
)
select
  c.level, c.owner_key, c.starts_at, c.source_key, c.duration_count,
  c.response, c.lead_to_contact, c.contact_to_opportunity, c.opportunity_to_customer, c.lead_to_customer, c.waiting
from rollup_times_change as c
where c.duration_count > 0 and not exists (
  select 1 from lead_rollup_times as t
  where t.level = c.level and t.owner_key = c.owner_key and t.starts_at = c.starts_at and t.source_key = c.source_key)
