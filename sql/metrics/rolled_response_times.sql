-- Question:   how long did the leads of each cell wait for their first response?
-- Population: the leads of the cells that a question may be answered from.
-- Time axis:  their months or years of creation.
-- Columns:    group_key · placed_at · closed_unanswered, leads that will never be answered · durations of those that were, packed;
--             null without any · how long after the beginning of the cell those were created that still wait.
with
--include shared/rolled.sql
,
--include shared/placed_figures.sql
select p.group_key, p.placed_at, p.closed_unanswered, t.response as durations, t.waiting
from placed as p
left join lead_rollup_times as t on t.level = @level and t.owner_key = p.owner_key and t.starts_at = p.placed_at and t.source_key = p.source_key
