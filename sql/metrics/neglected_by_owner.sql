-- Question:   how many neglected leads does each owner have, why, and how old is the oldest?
-- Population: eligible neglected leads of the question.
-- Time axis:  @asOf, an instant.
-- Columns:    owner_key, counts of leads, and the creation of the oldest.
with
--include shared/figures.sql
select
  f.owner_key,
  count(*) as neglected,
  sum(f.neglected_uncontacted) as neglected_uncontacted,
  sum(f.neglected_idle) as neglected_idle,
  sum(f.neglected_overdue) as neglected_overdue,
  sum(f.neglected_unplanned) as neglected_unplanned,
  min(f.created_at) as oldest_at
from figure as f
where f.neglected = 1 and f.is_open = 1
group by f.owner_key
