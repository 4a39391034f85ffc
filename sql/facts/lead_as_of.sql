-- Question:   what had become of the touched leads by @asOf?
-- Population: those of facts/touch_past.sql.
with touched as (
  select lead_key from "#touched_lead"
),
--include facts/lead_fact.sql
insert into "#lead_as_of" (
  as_of,
  --include facts/lead_fact_columns.sql
)
select
  @asOf,
  --include facts/lead_fact_columns.sql
from lead_fact_as_of
