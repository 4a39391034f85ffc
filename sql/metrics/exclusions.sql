-- Question:   of the leads that the question is about, how many are left out, and why?
-- Population: the leads of the period that match the filters and are not eligible.
-- Time axis:  creation.
-- Columns:    eligibility (1 deleted, 2 test, 3 merged) and its count of leads.
with
--include shared/figures_or_cells.sql
select s.eligibility, sum(s.leads) as leads
from selected as s
where s.eligibility > 0 and s.of_period = 1
group by s.eligibility
