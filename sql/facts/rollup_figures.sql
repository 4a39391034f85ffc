-- Question:   what is each of the touched leads from @firstLead to @lastLead counted as in its cells, and how long did it take, by the facts as
--             they stand?
-- Population: all of them; of one that is not eligible the reader takes "deleted", "test" and "merged" alone.
-- Columns:    owner_key and source_key of its cells · when it was created, which tells their spans, and when the latest thing
--             happened to it · whether that lies in the future, so that no cell has the lead · what lead_rollup sums, by the names that it has there, leads and the excluded first; each a bigint, which the reader asks for ·
--             milliseconds to the first response, null without one after the creation · those of each passage · when the lead was created,
--             where it waits for its first response.
with
--include shared/figures.sql
select
  p.owner_key, p.source_key, p.created_at, p.latest_event_at,
  case when p.lead_key in (select d.lead_key from future_dated_lead as d) then 1 else 0 end as future_dated,
  cast(p.leads as bigint) as leads,
  cast(p.deleted as bigint) as deleted,
  cast(p.test as bigint) as test,
  cast(p.merged as bigint) as merged,
  cast(p.contacted as bigint) as contacted,
  cast(p.converted_to_opportunity as bigint) as converted_to_opportunity,
  cast(p.converted_to_customer as bigint) as converted_to_customer,
  cast(p.converted_to_either as bigint) as converted_to_either,
  cast(p.contacted * p.converted_to_opportunity as bigint) as contacted_and_opportunity,
  cast(p.contacted * p.converted_to_customer as bigint) as contacted_and_customer,
  cast(p.contacted * p.converted_to_either as bigint) as contacted_and_either,
  cast(p.reached_contact as bigint) as reached_contact,
  cast(p.reached_qualified as bigint) as reached_qualified,
  cast(p.reached_opportunity as bigint) as reached_opportunity,
  cast(p.judged as bigint) as judged,
  cast(p.qualified_leads as bigint) as qualified_leads,
  cast(p.decided as bigint) as decided,
  cast(p.open_leads as bigint) as open_leads,
  cast(p.opportunity_count as bigint) as opportunity_count,
  cast(p.won_count as bigint) as won_count,
  cast(p.won_amount as bigint) as won_amount,
  cast(p.order_amount as bigint) as order_amount,
  cast(p.answered as bigint) as answered,
  cast(p.answered_within5_minutes as bigint) as answered_within5_minutes,
  cast(p.answered5_minutes_to1_hour as bigint) as answered5_minutes_to1_hour,
  cast(p.answered1_to24_hours as bigint) as answered1_to24_hours,
  cast(p.answered24_to72_hours as bigint) as answered24_to72_hours,
  cast(p.never_answered as bigint) as never_answered,
  cast(p.response_before_start as bigint) as response_before_start,
  cast(p.conversion_before_creation as bigint) as conversion_before_creation,
  cast(p.no_owner_history as bigint) as no_owner_history,
  cast(p.converted_by_status_alone as bigint) as converted_by_status_alone,
  cast(p.missing_rate as bigint) as missing_rate,
  case when p.answered = 1 then p.clock_attempt - p.clock_start end as response,
  --include shared/passages.sql
  , case when p.never_answered = 1 and p.is_open = 1 then p.created_at end as waiting_since
from figure as p
