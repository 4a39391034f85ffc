-- The leads of a question, each at its place in the answer: in the CTE "placed".
--include shared/figures.sql
,
happening as (
  select f.*, f.axis_at as placed_at from figure as f
),
--include shared/placed.sql
