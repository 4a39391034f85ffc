-- Question:   when did each lead pass from stage to stage?
-- Population: eligible leads of the question that were contacted, got an opportunity or became a customer.
-- Time axis:  the lead's, or that of each passage where events of the period are counted.
-- Columns:    group_key · placed_at · contact_at, opportunity_at, won_at, null where the event is not counted (outside
--             the window or the period) · created_at, first_contact_at, first_opportunity_at, whenever they came.
with
--include shared/placed_leads.sql
select
  p.group_key, p.placed_at, p.contact_at, p.opportunity_at, p.won_at, p.created_at, p.first_contact_at, p.first_opportunity_at
from placed as p
where p.contact_at is not null or p.opportunity_at is not null or p.won_at is not null
