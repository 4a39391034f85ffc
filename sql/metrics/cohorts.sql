-- Question:   how many leads of each interval had converted by @asOf?
-- Population: eligible leads of the period.
-- Time axis:  creation.
-- Columns:    group_key, slot_at and counts of leads.
with
--include shared/placed_leads_or_cells.sql
select
  p.group_key,
  min(p.placed_at) as slot_at,
  sum(p.leads) as leads,
  sum(p.converted) as converted,
  --include shared/defects.sql
from placed as p
group by p.group_key, p.slot
