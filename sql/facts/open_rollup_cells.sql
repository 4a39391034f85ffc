-- A cell for each change that has none yet, with nothing in it.
insert into lead_rollup (level, owner_key, starts_at, source_key, eligibility)
select distinct c.level, c.owner_key, c.starts_at, c.source_key, c.eligibility
from rollup_change as c
where not exists (
  select 1 from lead_rollup as r
  where r.level = c.level and r.owner_key = c.owner_key and r.starts_at = c.starts_at
    and r.source_key = c.source_key and r.eligibility = c.eligibility)
