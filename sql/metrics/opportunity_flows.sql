-- Question:   how many opportunities were created and won in the period, and for how much?
-- Population: opportunities of eligible leads, whenever the lead was created.
-- Time axis:  each opportunity's creation and closing.
-- Columns:    group_key, slot_at, counts of opportunities, won_amount in ten-thousandths of the base currency, and
--             missing_rates: won opportunities whose amount has no rate.
with
--include shared/figures.sql
,
stage as (select 0 as stage union all select 1),
happening as (
  select
    f.*,
    g.stage,
    p.amount,
    p.base_amount,
    case
      when g.stage = 0 then p.created_at
      when p.status = 1 then p.closed_at
    end as placed_at
  from figure as f
  join opportunity as p on p.lead_key = f.lead_key
  cross join stage as g
  where p.known = 1
),
--include shared/placed.sql
select
  p.group_key,
  min(p.placed_at) as slot_at,
  sum(case when p.stage = 0 then 1 else 0 end) as opportunities,
  sum(case when p.stage = 1 then 1 else 0 end) as won_opportunities,
  sum(case when p.stage = 1 then coalesce(p.base_amount, 0) else 0 end) as won_amount,
  sum(case when p.stage = 1 and p.amount is not null and p.base_amount is null then 1 else 0 end) as missing_rates
from placed as p
where p.placed_at >= @fromUtc
  and p.placed_at < @toUtc
group by p.group_key, p.slot
