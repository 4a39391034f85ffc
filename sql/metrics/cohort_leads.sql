-- Question:   after how long did leads convert, and how long have those waited that still may?
-- Population: eligible leads of the period that converted, or still may, or were created after @youngSince: all the others are closed
--             and of every age, so that their number says what there is to say of them.
-- Time axis:  since the lead's creation, in milliseconds; below 0 where a conversion is dated before it.
-- Columns:    group_key · created_at · took, until its conversion or so far · outcome 1 converted, 0 may still convert, -1 closed
--             without it, which it stays. A lead a row, in the order of the table where owners are credited by the default rule.
with
--include shared/placed_leads.sql
select
  p.group_key,
  p.created_at,
  coalesce(p.conversion_at, @asOf) - p.created_at as took,
  case when p.conversion_at is not null then 1 when p.status = 3 then -1 else 0 end as outcome
from placed as p
where p.conversion_at is not null or p.status is null or p.status <> 3 or p.created_at > @youngSince
