-- Question:   how long did each lead wait for its first response?
-- Population: eligible leads of the period whose clock started; a response before the start is left out.
-- Time axis:  creation or first assignment (the start), to the first outbound human attempt by @asOf.
-- Columns:    group_key · placed_at, the lead's instant · waited, milliseconds of the clock to the response, or so far · outcome
--             1 answered, 0 still open, -1 closed or converted without an answer, which never comes now.
with
--include shared/placed_leads.sql
select
  p.group_key,
  p.placed_at,
  case when p.answered = 1 then p.clock_attempt else @clockNow end - p.clock_start as waited,
  case when p.answered = 1 then 1 when p.is_open = 1 then 0 else -1 end as outcome
--include shared/placed_by_owner.sql
  and (p.answered = 1 or p.never_answered = 1)
