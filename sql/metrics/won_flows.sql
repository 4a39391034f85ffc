-- Question:   how many opportunities were won in the period, and for how much?
-- Population: won opportunities of eligible leads, whenever the lead was created.
-- Time axis:  their closing.
-- Columns:    group_key, slot_at, won_opportunities, won_amount in ten-thousandths of the base currency, and missing_rates: those
--             whose amount has no rate. With the switch "ofCustomers" the leads that won something by then are read, and what
--             they won; without it what was won in the period, and its leads.
with
--include shared/figures.sql
,
happening as (
  select f.*, p.amount, p.base_amount, p.closed_at as placed_at
  from opportunity as p        --? !ofCustomers
  cross join figure as f       --? !ofCustomers
  from figure as f             --? ofCustomers
  cross join opportunity as p  --? ofCustomers
  where p.lead_key = f.lead_key
    and p.known = 1
    and p.status = 1
    and p.closed_at >= @fromUtc
    and p.closed_at < @toUtc
    and f.first_won_at < @toUtc  --? ofCustomers
),
--include shared/placed.sql
select
  p.group_key,
  min(p.placed_at) as slot_at,
  count(*) as won_opportunities,
  sum(coalesce(p.base_amount, 0)) as won_amount,
  sum(case when p.amount is not null and p.base_amount is null then 1 else 0 end) as missing_rates
from placed as p
group by p.group_key, p.slot
