-- Since when, and until when, anything is known: @earliest and @latest, and the latest event of the future-dated leads, 0 where there are none.
update data_version
set
  earliest_lead_at = @earliest,
  latest_event_at = @latest,
  latest_future_dated_at = (select coalesce(max(d.latest_event_at), 0) from future_dated_lead as d)
