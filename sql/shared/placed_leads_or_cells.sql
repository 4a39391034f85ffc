-- The same, each at its place in the answer: in the CTE "placed".
--include shared/figures_or_cells.sql
,
--include shared/placed_figures.sql
