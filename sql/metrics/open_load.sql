-- Question:   how many open leads does each owner carry at @asOf, and how many of them are neglected, and why?
-- Population: eligible leads open at @asOf, whenever created, under the question's filters.
-- Time axis:  @asOf, an instant.
-- Columns:    group_key (the owner) and counts of leads.
with
--include shared/figures.sql
select
  o.owner_key as group_key,
  count(*) as open_load,
  sum(f.neglected) as neglected,
  sum(f.neglected_uncontacted) as neglected_uncontacted,
  sum(f.neglected_idle) as neglected_idle,
  sum(f.neglected_overdue) as neglected_overdue,
  sum(f.neglected_unplanned) as neglected_unplanned
from owner as o cross join figure as f    --? byOwner
from figure as f cross join owner as o    --? !byOwner
where f.is_open = 1
  and f.owner_key = o.owner_key
group by o.owner_key
