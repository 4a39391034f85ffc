-- Question:   of the leads that the question is about, how many are left out, and why?
-- Population: the leads of the period that match the filters and are not eligible.
-- Time axis:  creation. Leads are looked for as the index of the excluded ones has them.
-- Columns:    deleted, test and merged, each its count of leads.
with
--include shared/figures_or_cells.sql
select
  coalesce(sum(s.deleted), 0) as deleted,
  coalesce(sum(s.test), 0) as test,
  coalesce(sum(s.merged), 0) as merged
from selected as s
where s.of_period = 1
  and s.eligibility > 0 --? !rolled
