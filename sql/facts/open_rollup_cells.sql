-- A cell for each change that has none yet. After facts/add_rollup_changes.sql, which would add it once more.
insert into lead_rollup (
  --include facts/rollup_columns.sql
)
select
  --include facts/rollup_columns.sql
from rollup_change as c
where not exists (
  select 1 from lead_rollup as r
  where r.level = c.level and r.owner_key = c.owner_key and r.starts_at = c.starts_at
    and r.source_key = c.source_key)
