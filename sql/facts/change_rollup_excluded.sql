-- Question:   the same of those that are not eligible: how many there are.
with
--include shared/figures.sql
insert into rollup_change (level, owner_key, starts_at, source_key, eligibility, leads)
select 0, s.owner_key, m.starts_at, s.source_key, s.eligibility, @sign * sum(cast(s.leads as bigint))
from selected as s
join rollup_span as m on m.level = 0 and s.created_at < m.ends_at
  and m.starts_at = (select max(b.starts_at) from rollup_span as b where b.level = 0 and b.starts_at <= s.created_at)
where s.eligibility > 0
group by s.owner_key, m.starts_at, s.source_key, s.eligibility
