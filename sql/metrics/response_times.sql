-- Question:   how long did each lead wait for its first response, by owner?
-- Population: eligible leads of the period whose clock started; a response before the start is left out.
-- Time axis:  creation or first assignment (the start), to the first outbound human attempt by @asOf.
-- Columns:    owner_key · waited, milliseconds of the clock to the response, or so far · outcome 1 answered, 0 still open,
--             -1 closed or converted without an answer, which never comes now.
with
--include shared/figures.sql
select
  o.owner_key,
  case when f.answered = 1 then f.clock_attempt else @clockNow end - f.clock_start as waited,
  case when f.answered = 1 then 1 when f.is_open = 1 then 0 else -1 end as outcome
from owner as o
cross join figure as f
where f.owner_key = o.owner_key
  and (f.answered = 1 or f.never_answered = 1)
