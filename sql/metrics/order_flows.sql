-- Question:   how many orders came in the period, and for how much?
-- Population: orders of eligible leads, whenever the lead was created.
-- Time axis:  each order's own.
-- Columns:    group_key, slot_at, the count of orders, order_amount in ten-thousandths of the base currency, and
--             orders_without_rate: those whose amount has none. With the switch "ofCustomers" the leads that had a first order or
--             won something by then are read, and their orders; without it the orders of the period, and their leads.
with
--include shared/figures.sql
,
happening as (
  select f.*, r.base_amount, r.ordered_at as placed_at
  from customer_order as r        --? !ofCustomers
  cross join figure as f          --? !ofCustomers
  from figure as f                --? ofCustomers
  cross join customer_order as r  --? ofCustomers
  where r.lead_key = f.lead_key
    and r.ordered_at >= @fromUtc
    and r.ordered_at < @toUtc
    and f.first_won_at < @toUtc   --? ofCustomers
),
--include shared/placed.sql
select
  p.group_key,
  min(p.placed_at) as slot_at,
  count(*) as orders,
  sum(coalesce(p.base_amount, 0)) as order_amount,
  sum(case when p.base_amount is null then 1 else 0 end) as orders_without_rate
from placed as p
group by p.group_key, p.slot
