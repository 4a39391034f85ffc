-- Those of the touched leads from @firstLead to @lastLead of which something is said to have happened after @now.
insert into future_dated_lead (lead_key, latest_event_at)
select f.lead_key, f.latest_event_at
from touched_lead as t
cross join lead_fact as f
where t.lead_key >= @firstLead and t.lead_key <= @lastLead and f.lead_key = t.lead_key and f.latest_event_at > @now
