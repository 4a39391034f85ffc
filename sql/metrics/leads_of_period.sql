-- Question:   how many leads are there in the period, whatever the filters and whether eligible or not?
-- Population: every lead of the period.
-- Time axis:  creation.
-- Columns:    their count.
with
--include shared/figures.sql
select count(*) as leads
from selected as s
where s.of_period = 1
