-- The rows of spend that a question is about, in the CTE "spent": those with a day from @firstDay to @lastDay. Spend on
-- nothing known (key 0) is of no source or campaign that anybody asks for, not even of the unknown one, whose leads it
-- did not bring. It has no owner either: who may see some owners only sees none of it. source_key is its own source, else that of its campaign.
sourced as (
  select
    s.spend_key,
    s.spend_id,
    s.campaign_key,
    s.kind,
    s.from_on,
    s.to_on,
    s.currency,
    s.base_amount,
    case when s.source_key <> 0 then s.source_key else c.source_key end as source_key
  from spend as s
  join campaign as c on c.campaign_key = s.campaign_key
),
spent as (
  select s.*
  from sourced as s
  where s.from_on <= @lastDay
    and s.to_on >= @firstDay
    and 1 = 0                                  --? seenOwners
    and s.source_key <> 0                      --? seenSources
    and s.source_key in @seenSourceKeys        --? seenSources
    and s.source_key <> 0                      --? sources
    and s.source_key in @sourceKeys            --? sources
    and s.campaign_key <> 0                    --? campaigns
    and s.campaign_key in @campaignKeys        --? campaigns
)
