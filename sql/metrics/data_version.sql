-- Question: which version of the data is this?
select version, changed_at, earliest_lead_at, latest_event_at, latest_future_dated_at, has_planned_activities, rollup_calendar from data_version
