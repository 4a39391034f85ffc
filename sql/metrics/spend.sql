-- Question:   what was spent, on which source and campaign, and over which days?
-- Population: spend with a day from @firstDay to @lastDay, of the sources and campaigns asked for.
-- Time axis:  the days of the spend, both inclusive; the service cuts them.
-- Columns:    source_key (its own source, else that of its campaign), campaign_key, kind (0 marketing, 1 sales), from_on and
--             to_on, the count of rows, amount in ten-thousandths of the base currency, and rows whose amount has no rate.
with
--include shared/spent.sql
select
  s.source_key,
  s.campaign_key,
  s.kind,
  s.from_on,
  s.to_on,
  count(*) as spend_rows,
  sum(coalesce(s.base_amount, 0)) as amount,
  sum(case when s.base_amount is null then 1 else 0 end) as without_rate
from spent as s
group by s.source_key, s.campaign_key, s.kind, s.from_on, s.to_on
