-- Question:   how many rows of spend have no rate, and how many no source?
-- Population: spend with a day from @firstDay to @lastDay, of the sources and campaigns asked for.
-- Time axis:  the days of the spend.
-- Columns:    counts of rows.
with
--include shared/spent.sql
select
  count(*) as spend_rows,
  count(case when s.base_amount is null then 1 end) as without_rate,
  count(case when s.source_key = 0 then 1 end) as without_source
from spent as s
