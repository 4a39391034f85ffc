-- The cells of a question among "r", each by its owner "w": the conditions of a query over both.
    r.owner_key = w.owner_key
    and r.level = @level and r.starts_at >= @fromUtc and r.starts_at < @bornUntil
    --include shared/cell_filter.sql
