-- Question: since when are there any of the touched leads, and what is the latest instant at which anything of them is said to have happened?
select coalesce(min(f.created_at), 9223372036854775807) as earliest_lead_at, coalesce(max(f.latest_event_at), 0) as latest_event_at
from touched_lead as t
cross join lead_fact as f
where t.lead_key >= @firstLead and t.lead_key <= @lastLead and f.lead_key = t.lead_key
