-- Question:   how many open leads does each owner carry at @asOf, and how many of them are neglected, and why?
-- Population: eligible leads open at @asOf, whenever created, under the question's filters.
-- Time axis:  @asOf, an instant.
-- Columns:    group_key (the owner) and counts of leads.
with
--include shared/figures.sql
,
placed as (
  select f.* from figure as f where f.is_open = 1
)
select
  o.owner_key as group_key,
  count(*) as open_load,
  sum(p.neglected) as neglected,
  sum(p.neglected_uncontacted) as neglected_uncontacted,
  sum(p.neglected_idle) as neglected_idle,
  sum(p.neglected_overdue) as neglected_overdue,
  sum(p.neglected_unplanned) as neglected_unplanned
--include shared/placed_by_owner.sql
group by o.owner_key
