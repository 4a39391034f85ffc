-- Question:   do leads pile up: how many lay open when the period began and when it ended, and how many of those that came
--             were contacted, in the period and in the window before?
-- Population: eligible leads, whenever created, under the question's filters.
-- Time axis:  instants. Open: before @startsAt and before @endsAt. Contacted: by @asOf, of the window before by
--             @earlierAsOf, which lies as long after its beginning.
-- Columns:    counts of leads, one row.
with
--include shared/figures.sql
,
ending as (
  select
    s.created_at,
    s.first_contact_at,
    s.is_open,
    -- Null of an open lead, and of one that ended by its status alone, nobody knows when.
    case when s.closed_at is null or s.first_converted_at < s.closed_at then s.first_converted_at else s.closed_at end as ended_at
  from selected as s
  where s.eligibility = 0
)
-- An end of unknown time is taken for late at the beginning, and for early at the end: what has risen has risen for certain.
select
  sum(case when e.created_at < @startsAt and (e.ended_at is null or e.ended_at >= @startsAt) then 1 else 0 end) as open_at_start,
  sum(case when e.created_at < @endsAt and (e.is_open = 1 or e.ended_at >= @endsAt) then 1 else 0 end) as open_at_end,
  sum(case when e.created_at >= @startsAt and e.created_at < @endsAt then 1 else 0 end) as leads,
  sum(case when e.created_at >= @startsAt and e.created_at < @endsAt and e.first_contact_at is not null then 1 else 0 end) as contacted,
  sum(case when e.created_at >= @earlierStartsAt and e.created_at < @earlierEndsAt then 1 else 0 end) as earlier_leads,
  sum(case when e.created_at >= @earlierStartsAt and e.created_at < @earlierEndsAt and e.first_contact_at <= @earlierAsOf
    then 1 else 0 end) as earlier_contacted
from ending as e
