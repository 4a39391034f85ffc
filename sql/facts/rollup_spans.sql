-- Question: which months (level 0) and years (1) are there cells of?
select s.level, s.starts_at, s.ends_at
from rollup_span as s
order by s.level, s.starts_at
