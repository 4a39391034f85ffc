-- Question:   what was done, by whom, and how did it end?
-- Population: entries before the entry @beforeEntry, of an action where one is asked for.
-- Time axis:  none; entries stand in the order in which they were written.
-- Columns:    the entry, the newest first.
select
  a.audit_key, a.happened_at, a.actor, a.action, a.subject, a.result, a.details
from audit_entry as a
where a.audit_key < @beforeEntry
  and a.action = @action   --? action
order by a.audit_key desc
