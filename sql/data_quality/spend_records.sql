-- Question:   which rows of spend have no rate, or no source?
-- Population: as in spend_defects.sql.
-- Time axis:  the days of the spend.
-- Columns:    row_key, id and the currency that has no rate, in the order of the key after @afterKey.
with
--include shared/spent.sql
select
  s.spend_key as row_key,
  s.spend_id as id
  , s.currency as named       --? defect.withoutRate
from spent as s
where s.spend_key > @afterKey
  and s.base_amount is null   --? defect.withoutRate
  and s.source_key = 0        --? defect.withoutSource
order by s.spend_key
