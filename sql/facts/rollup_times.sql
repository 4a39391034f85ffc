-- Question:   how long did each of the touched leads from @firstLead to @lastLead take, by the facts as they stand?
-- Population: the eligible ones.
-- Columns:    owner_key, source_key, created_at · milliseconds to the first response, null without one after the creation ·
--             those of each passage · when the lead was created, where it waits for its first response.
with
--include shared/figures.sql
select
  p.owner_key, p.source_key, p.created_at,
  case when p.answered = 1 then p.clock_attempt - p.clock_start end as response,
  --include shared/passages.sql
  , case when p.never_answered = 1 and p.is_open = 1 then p.created_at end as waiting_since
from figure as p
