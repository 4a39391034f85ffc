-- Question:   how many open leads does each owner carry at @asOf, and how many of them are neglected, and why?
-- Population: eligible leads open at @asOf, whenever created, under the question's filters.
-- Time axis:  @asOf, an instant.
-- Columns:    group_key (the owner) and counts of leads. With the switch "changing" of the few leads whose neglect has changed since
--             the latest event: they are found first, and not by their owners.
with
--include shared/figures.sql
select
  o.owner_key as group_key, --? !changing
  f.owner_key as group_key, --? changing
  count(*) as open_load,
  sum(f.neglected) as neglected,
  sum(f.neglected_uncontacted) as neglected_uncontacted,
  sum(f.neglected_idle) as neglected_idle,
  sum(f.neglected_overdue) as neglected_overdue,
  sum(f.neglected_unplanned) as neglected_unplanned
from owner as o           --? !changing
cross join figure as f    --? !changing
from figure as f          --? changing
where f.is_open = 1             --? !changing
  and f.owner_key = o.owner_key --? !changing
group by o.owner_key            --? !changing
group by f.owner_key            --? changing
