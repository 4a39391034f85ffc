-- Question:   how long did the leads of each cell take from stage to stage?
-- Population: the leads of the cells that a question may be answered from.
-- Time axis:  their months or years of creation.
-- Columns:    group_key · placed_at · durations of each passage, packed; null without any.
with figure as (
  select r.*, r.starts_at as axis_at, null as campaign_key, null as status
  from owner as w
  cross join lead_rollup_times as r
  where
    --include shared/cells.sql
),
--include shared/placed_figures.sql
select p.group_key, p.placed_at, p.lead_to_contact, p.contact_to_opportunity, p.opportunity_to_customer, p.lead_to_customer
from placed as p
