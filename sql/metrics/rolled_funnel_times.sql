-- Question:   how long did the leads of each cell take from stage to stage?
-- Population: the leads of the cells that a question may be answered from.
-- Time axis:  their months or years of creation.
-- Columns:    group_key · placed_at · durations of each passage, packed; null without any.
with
--include shared/rolled_times.sql
select p.group_key, p.placed_at, p.lead_to_contact, p.contact_to_opportunity, p.opportunity_to_customer, p.lead_to_customer
from placed as p
