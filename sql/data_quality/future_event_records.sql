-- Question:   which times of a column are dated after @asOf?
-- Population: as in future_events.sql, of one column of one dataset.
-- Time axis:  that time.
-- Columns:    row_key, happened_at and nth, and id, in that order after the last row of the page before.
with
--include shared/future.sql
select d.row_key, d.happened_at, d.nth, d.id
from future as d
where d.dataset = @dataset
  and d.column_name = @columnName
  and (d.row_key > @afterKey or (d.row_key = @afterKey and (d.happened_at > @afterTime or (d.happened_at = @afterTime and d.nth > @afterNth))))
order by d.row_key, d.happened_at, d.nth
