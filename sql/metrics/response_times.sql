-- Question:   how long did each lead wait for its first response?
-- Population: eligible leads of the period whose clock started, that were answered or still may be; a response before the start is left out.
-- Time axis:  creation or first assignment (the start), to the first outbound human attempt by @asOf.
-- Columns:    group_key · placed_at, the lead's instant · waited, milliseconds of the clock to the response, or so far · answered, or still open.
with
--include shared/placed_leads.sql
select
  p.group_key,
  p.placed_at,
  case when p.answered = 1 then p.clock_attempt else @clockNow end - p.clock_start as waited,
  p.answered
--include shared/placed_by_owner.sql
  and (p.answered = 1 or (p.never_answered = 1 and p.is_open = 1))
