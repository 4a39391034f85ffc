-- The leads of a question, each at its place in the answer: in the CTE "placed".
--include shared/figures.sql
,
--include shared/placed_figures.sql
