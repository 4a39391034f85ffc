-- Question:   what was spent, on which source and campaign, and over which days?
-- Population: spend with a day from @firstDay to @lastDay. Spend on nothing known (key 0) is of no source or campaign that
--             anybody asks for, not even of the unknown one, whose leads it did not bring.
-- Time axis:  the days of the spend, both inclusive; the service cuts them.
-- Columns:    source_key (its own source, else that of its campaign), campaign_key, kind (0 marketing, 1 sales), from_on and
--             to_on, the count of rows, amount in ten-thousandths of the base currency, and rows whose amount has no rate.
with
sourced as (
  select
    s.campaign_key,
    s.kind,
    s.from_on,
    s.to_on,
    s.base_amount,
    case when s.source_key <> 0 then s.source_key else c.source_key end as source_key
  from spend as s
  join campaign as c on c.campaign_key = s.campaign_key
)
select
  s.source_key,
  s.campaign_key,
  s.kind,
  s.from_on,
  s.to_on,
  count(*) as spend_rows,
  sum(coalesce(s.base_amount, 0)) as amount,
  sum(case when s.base_amount is null then 1 else 0 end) as without_rate
from sourced as s
where s.from_on <= @lastDay
  and s.to_on >= @firstDay
  and s.source_key <> 0                      --? sources
  and s.source_key in @sourceKeys            --? sources
  and s.campaign_key <> 0                    --? campaigns
  and s.campaign_key in @campaignKeys        --? campaigns
group by s.source_key, s.campaign_key, s.kind, s.from_on, s.to_on
