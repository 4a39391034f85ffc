-- Each lead of a question, or each of its events, at its place in the answer: the CTE "placed", after "happening".
-- group_key  the member of the dimension that the answer is grouped by
-- slot       a number that grows with time, and changes wherever a local day (or hour) may begin: whole units passed in
--            each of the two offsets that the zone has there. So days, weeks and months of any zone are sums of slots.
--            Division rounds towards 0, so what is older than 1970-01-03 has a slot of its own.
placed as (
  select
    h.*,
    h.owner_key as group_key,                 --? groupBy.owner
    h.source_key as group_key,                --? groupBy.source
    h.campaign_key as group_key,              --? groupBy.campaign
    coalesce(h.status, -1) as group_key,      --? groupBy.status
    0 as group_key,                           --? groupBy.none
    case when h.placed_at < 172800000 then h.placed_at - 172800000                                       --? slots
      else (h.placed_at + @offset1) / @slotLength + (h.placed_at + @offset2) / @slotLength end as slot   --? slots
    0 as slot                                 --? !slots
  from happening as h
)
