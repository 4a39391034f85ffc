-- Question:   how many leads have which defect?
-- Population: eligible leads of the question.
-- Time axis:  the lead's own.
-- Columns:    counts of leads, each a figure.
with
--include shared/placed_leads.sql
select
  p.group_key,
  count(*) as leads,
  sum(p.open_leads) as open_leads,
  sum(p.immature) as immature,
  sum(p.missing_status) as missing_status,
  sum(p.closed_without_date) as closed_without_date,
  --include shared/defects.sql
from placed as p
group by p.group_key
