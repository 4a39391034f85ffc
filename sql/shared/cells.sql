-- The cells of a question, in the order of their owners: the end of a query over "r".
  from owner as w
  cross join lead_rollup as r        --? !times
  cross join lead_rollup_times as r  --? times
  where r.owner_key = w.owner_key
    and r.level = @level and r.starts_at >= @fromUtc and r.starts_at < @bornUntil
    --include shared/cell_filter.sql
