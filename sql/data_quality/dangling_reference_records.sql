-- Question:   which references of a column name something that never arrived?
-- Population: as in dangling_references.sql, of one column of one dataset.
-- Time axis:  none.
-- Columns:    row_key, happened_at and nth, id and the id that it names, in that order after the last row of the page before.
with
--include shared/dangling.sql
select d.row_key, d.happened_at, d.nth, d.id, d.named
from dangling as d
where d.dataset = @dataset
  and d.column_name = @columnName
  and (d.row_key > @afterKey or (d.row_key = @afterKey and (d.happened_at > @afterTime or (d.happened_at = @afterTime and d.nth > @afterNth))))
order by d.row_key, d.happened_at, d.nth
