-- Question:   how long did the leads of each cell wait for their first response?
-- Population: the leads of the cells that a question may be answered from.
-- Time axis:  their months or years of creation.
-- Columns:    group_key · placed_at · durations of those that were answered, packed; null without any · how long after the beginning of
--             the cell those were created that still wait.
with
--include shared/rolled_times.sql
select p.group_key, p.placed_at, p.response, p.waiting
from placed as p
