-- The changed cells as they become. The plus keeps SQLite from reading every cell to look for a change of it.
update lead_rollup_times
set
  duration_count = c.duration_count,
  response = c.response,
  lead_to_contact = c.lead_to_contact,
  contact_to_opportunity = c.contact_to_opportunity,
  opportunity_to_customer = c.opportunity_to_customer,
  lead_to_customer = c.lead_to_customer,
  waiting = c.waiting
from rollup_times_change as c
where lead_rollup_times.level = +c.level and lead_rollup_times.owner_key = c.owner_key
  and lead_rollup_times.starts_at = c.starts_at and lead_rollup_times.source_key = c.source_key
