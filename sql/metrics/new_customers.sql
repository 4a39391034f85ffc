-- Question:   how many leads became customers in the period?
-- Population: eligible leads, whenever created, whose first won opportunity or first order fell in the period.
-- Time axis:  that first one.
-- Columns:    group_key, slot_at and their count.
with
--include shared/figures.sql
,
happening as (
  select f.*, f.won_at as placed_at
  from figure as f
  where f.new_customers = 1
    -- The same, as an index can find it.
    and f.first_won_at >= @fromUtc
    and f.first_won_at < @toUtc
),
--include shared/placed.sql
select p.group_key, min(p.placed_at) as slot_at, count(*) as new_customers
from placed as p
group by p.group_key, p.slot
