-- Question:   which orders of the period have an amount that no rate is known for?
-- Population: orders of eligible leads, whenever the lead was created: those of orders_without_rate in order_flows.sql.
-- Time axis:  each order's own.
-- Columns:    row_key, id and the currency, in the order of the key after @afterKey.
with
--include shared/figures.sql
select r.order_key as row_key, r.order_id as id, r.currency as named
from customer_order as r
join figure as f on f.lead_key = r.lead_key
where r.order_key > @afterKey
  and r.ordered_at >= @fromUtc
  and r.ordered_at < @toUtc
  and r.base_amount is null
order by r.order_key
