-- Question:   how fast are leads answered?
-- Population: eligible leads of the period.
-- Time axis:  creation; the clock runs from creation or first assignment to the first outbound human attempt by @asOf.
-- Columns:    group_key, slot_at and counts of leads.
with
--include shared/placed_leads_or_cells.sql
select
  p.group_key,
  min(p.placed_at) as slot_at,
  sum(p.leads) as leads,
  sum(p.answered) as answered,
  sum(p.answered_within5_minutes) as answered_within5_minutes,
  sum(p.answered5_minutes_to1_hour) as answered5_minutes_to1_hour,
  sum(p.answered1_to24_hours) as answered1_to24_hours,
  sum(p.answered24_to72_hours) as answered24_to72_hours,
  sum(p.answered_later) as answered_later,
  sum(p.never_answered) as never_answered,
  sum(p.answered_within_target) as answered_within_target,
  sum(p.response_due) as response_due,
  sum(p.response_pending) as response_pending,
  --include shared/defects.sql
from placed as p
group by p.group_key, p.slot
