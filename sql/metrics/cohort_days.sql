-- Question:   after how many days did leads convert, and how long have the others waited?
-- Population: eligible leads of the period.
-- Time axis:  whole days since the lead's creation; a conversion dated before it counts as of the first day.
-- Columns:    group_key · slot_at · days · outcome 1 converted, 0 may still convert, -1 closed without it, which it
--             stays · leads, their count.
with
--include shared/placed_leads.sql
,
waiting as (
  select
    p.group_key,
    p.slot,
    p.placed_at,
    case when p.conversion_at is not null then 1 when p.status = 3 then -1 else 0 end as outcome,
    case when p.conversion_at < p.created_at then 0 else (coalesce(p.conversion_at, @asOf) - p.created_at) / @dayLength end as days
  from placed as p
)
select w.group_key, min(w.placed_at) as slot_at, w.days, w.outcome, count(*) as leads
from waiting as w
group by w.group_key, w.slot, w.outcome, w.days
