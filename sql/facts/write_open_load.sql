-- The open leads of each owner and source that has any.
insert into open_load (
  --include facts/open_load_columns.sql
)
select
  c.owner_key,
  c.source_key,
  sum(c.open_load),
  sum(c.neglected),
  sum(c.neglected_otherwise),
  sum(c.neglected_uncontacted),
  sum(c.neglected_idle),
  sum(c.neglected_overdue),
  sum(c.neglected_unplanned)
from open_load_change as c
group by c.owner_key, c.source_key
having sum(c.open_load) > 0
