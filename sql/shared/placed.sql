-- Each lead of a question, or each of its events, at its place in the answer: the CTE "placed", after "happening".
-- group_key  the member of the dimension that the answer is grouped by
-- slot       a number that grows with time, and changes wherever a local day (or hour) may begin: whole units passed in
--            each of the two offsets that the zone has there. So days, weeks and months of any zone are sums of slots.
placed as (
  select
    h.*,
    h.owner_key as group_key,                 --? groupBy.owner
    h.source_key as group_key,                --? groupBy.source
    h.campaign_key as group_key,              --? groupBy.campaign
    coalesce(h.status, -1) as group_key,      --? groupBy.status
    0 as group_key,                           --? groupBy.none
    (h.placed_at + @offset1) / @slotLength + (h.placed_at + @offset2) / @slotLength as slot   --? slots
    0 as slot                                 --? !slots
  from happening as h
)
