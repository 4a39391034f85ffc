-- Question:   how many opportunities were created and won in the period?
-- Population: opportunities of eligible leads, whenever the lead was created.
-- Time axis:  each opportunity's creation and closing.
-- Columns:    group_key, slot_at and counts of opportunities. What those won were worth is in won_flows.sql.
with
--include shared/figures.sql
,
-- Of a period by its events, of all time by the leads: those are in order.
moment as (                                                                                       --? period
  select p.lead_key, 0 as stage, p.created_at as placed_at                                        --? period
  from opportunity as p                                                                           --? period
  where p.known = 1 and p.created_at >= @fromUtc and p.created_at < @toUtc                        --? period
  union all                                                                                       --? period
  select p.lead_key, 1, p.closed_at                                                               --? period
  from opportunity as p                                                                           --? period
  where p.known = 1 and p.status = 1 and p.closed_at >= @fromUtc and p.closed_at < @toUtc         --? period
),                                                                                                --? period
stage as (select 0 as stage union all select 1),                                                  --? !period
happening as (
  select
    f.*,
    g.stage,
    g.placed_at                                                                                   --? period
    case when g.stage = 0 then p.created_at when p.status = 1 then p.closed_at end as placed_at   --? !period
  from moment as g                                                                                --? period
  cross join figure as f                                                                          --? period
  where f.lead_key = g.lead_key                                                                   --? period
  from figure as f                                                                                --? !period
  cross join opportunity as p                                                                     --? !period
  cross join stage as g                                                                           --? !period
  where p.lead_key = f.lead_key and p.known = 1                                                   --? !period
),
--include shared/placed.sql
select
  p.group_key,
  min(p.placed_at) as slot_at,
  sum(case when p.stage = 0 then 1 else 0 end) as opportunities,
  sum(case when p.stage = 1 then 1 else 0 end) as won_opportunities
from placed as p
where p.placed_at >= @fromUtc
  and p.placed_at < @toUtc
group by p.group_key, p.slot
