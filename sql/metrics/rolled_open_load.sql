-- Question:   the same as of metrics/open_load.sql, as it was at the latest event and by the defaults of its parameters.
-- Population: eligible leads open then, whenever created, under the question's filters.
-- Time axis:  the latest event, an instant.
-- Columns:    group_key (the owner) and counts of leads.
select
  r.owner_key as group_key,
  sum(r.open_load) as open_load,
  sum(r.neglected) as neglected,                        --? planned
  sum(r.neglected_otherwise) as neglected,              --? !planned
  sum(r.neglected_uncontacted) as neglected_uncontacted,
  sum(r.neglected_idle) as neglected_idle,
  sum(r.neglected_overdue) as neglected_overdue,
  sum(r.neglected_unplanned) as neglected_unplanned     --? planned
  0 as neglected_unplanned                              --? !planned
from open_load as r
where 1 = 1
  --include shared/cell_filter.sql
group by r.owner_key
