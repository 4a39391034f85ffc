-- What "figure" holds, at its place in the answer.
happening as (
  select f.*, f.axis_at as placed_at from figure as f
),
--include shared/placed.sql
