-- A row for each changed cell that has none yet.
insert into lead_rollup_times (level, owner_key, starts_at, source_key, duration_count)
select c.level, c.owner_key, c.starts_at, c.source_key, 0
from rollup_times_change as c
where not exists (
  select 1 from lead_rollup_times as t
  where t.level = c.level and t.owner_key = c.owner_key and t.starts_at = c.starts_at and t.source_key = c.source_key)
