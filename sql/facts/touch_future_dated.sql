-- The future-dated leads whose latest event lies in the future no more, at @now: they are to be counted like the others.
insert into touched_lead (lead_key)
select d.lead_key
from future_dated_lead as d
where d.latest_event_at <= @now and d.lead_key not in (select t.lead_key from touched_lead as t)
