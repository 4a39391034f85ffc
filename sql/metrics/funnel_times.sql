-- Question:   how long did each lead take from stage to stage, and when did it get there?
-- Population: eligible leads of the question that were contacted, got an opportunity or became a customer.
-- Time axis:  the lead's, or that of each passage where events of the period are counted.
-- Columns:    group_key · placed_at · contact_at, opportunity_at, won_at, null where the event is not counted (outside
--             the window or the period) · the milliseconds of each passage.
with
--include shared/placed_leads.sql
select
  p.group_key, p.placed_at, p.contact_at, p.opportunity_at, p.won_at,
  --include shared/passages.sql
from placed as p
where p.contact_at is not null or p.opportunity_at is not null or p.won_at is not null
