-- Question:   which facts follow from the tables, for the touched leads from @firstLead to @lastLead?
-- Population: touched_lead, in portions, so that memory stays bounded however many leads an import touches.
with touched as (
  select lead_key from touched_lead where lead_key >= @firstLead and lead_key <= @lastLead
),
--include facts/lead_fact.sql
insert into lead_fact (
  --include facts/lead_fact_columns.sql
)
select
  --include facts/lead_fact_columns.sql
from lead_fact_as_of
order by credited_owner_key, created_at, lead_key
