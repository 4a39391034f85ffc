-- The durations of the cells of a question, each cell at its place in the answer: in the CTE "placed".
figure as (
  select r.*, r.starts_at as axis_at, null as campaign_key, null as status
  from owner as w
  cross join lead_rollup_times as r
  where
    --include shared/cells.sql
),
--include shared/placed_figures.sql
