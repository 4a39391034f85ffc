-- Question:   how many leads stand behind a figure?
-- Population: the leads that the figure counts.
-- Time axis:  the figure's own.
-- Columns:    their count.
with
--include shared/figures.sql
select count(*) as leads
from figure as f
where 1 = 1
  --include shared/figure_filter.sql
