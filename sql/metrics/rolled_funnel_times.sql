-- Question:   how long did the leads of each cell take from stage to stage?
-- Population: the leads of the cells that a question may be answered from.
-- Time axis:  their months or years of creation.
-- Columns:    group_key · placed_at · durations of each passage, packed; null without any.
with
--include shared/rolled.sql
,
--include shared/placed_figures.sql
select p.group_key, p.placed_at, t.lead_to_contact, t.contact_to_opportunity, t.opportunity_to_customer, t.lead_to_customer
from placed as p
cross join lead_rollup_times as t
where t.level = @level and t.owner_key = p.owner_key and t.starts_at = p.placed_at and t.source_key = p.source_key
