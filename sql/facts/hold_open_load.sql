-- What was there before the import, to be added up with what it changes.
insert into open_load_change (
  --include facts/open_load_columns.sql
)
select
  --include facts/open_load_columns.sql
from open_load
