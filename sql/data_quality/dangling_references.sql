-- Question:   how many references name something that never arrived?
-- Population: every reference of every row that has arrived. Customers are no dataset, so that they never arrive.
-- Time axis:  none.
-- Columns:    dataset and column_name of the reference, and their count.
with
--include shared/dangling.sql
select d.dataset, d.column_name, count(*) as defects
from dangling as d
group by d.dataset, d.column_name
