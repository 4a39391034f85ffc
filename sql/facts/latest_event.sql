-- Question: what is the latest instant at which anything of the touched leads is said to have happened?
select coalesce(max(f.latest_event_at), 0)
from touched_lead as t
cross join lead_fact as f
where t.lead_key >= @firstLead and t.lead_key <= @lastLead and f.lead_key = t.lead_key
