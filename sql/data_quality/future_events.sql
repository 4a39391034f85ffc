-- Question:   how many times are dated after @asOf?
-- Population: every time at which something is said to have happened, of every row that has arrived.
-- Time axis:  that time.
-- Columns:    dataset and column_name of the time, and their count.
with
--include shared/future.sql
select d.dataset, d.column_name, count(*) as defects
from future as d
group by d.dataset, d.column_name
