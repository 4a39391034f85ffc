-- Question:   of the leads that the question is about, how many are left out, and why?
-- Population: every lead of the period that matches the filters, in every eligibility class.
-- Time axis:  creation.
-- Columns:    eligibility (0 eligible, 1 deleted, 2 test, 3 merged) and its count of leads.
with
--include shared/figures.sql
select s.eligibility, count(*) as leads
from selected as s
group by s.eligibility
