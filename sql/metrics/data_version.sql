-- Question: which version of the data is this?
select version, changed_at, latest_event_at, has_planned_activities from data_version
