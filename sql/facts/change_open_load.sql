-- Question:   what do some leads add to the open leads of their owners as of @asOf; with @sign = -1, what do they take from them?
-- Population: the eligible open ones of the touched leads from @firstLead to @lastLead, or of those that change by themselves.
--             The plus keeps SQLite from reading every open lead to look for the touched ones.
with
--include shared/figures.sql
insert into open_load_change (
  --include facts/open_load_columns.sql
)
select
  f.owner_key,
  f.source_key,
  @sign * sum(f.open_load),
  @sign * sum(f.neglected),
  @sign * sum(case when f.neglected_uncontacted + f.neglected_idle + f.neglected_overdue > 0 then 1 else 0 end),
  @sign * sum(f.neglected_uncontacted),
  @sign * sum(f.neglected_idle),
  @sign * sum(f.neglected_overdue),
  @sign * sum(f.neglected_unplanned)
from figure as f
where +f.open_load = 1
group by f.owner_key, f.source_key
