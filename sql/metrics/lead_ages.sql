-- Question:   how old is each open lead, and how long is its last human activity ago?
-- Population: eligible open leads, of the period where one is given.
-- Time axis:  @asOf, an instant.
-- Columns:    group_key · placed_at, the lead's creation · age and idle in milliseconds; idle null where nothing happened.
with
--include shared/placed_leads.sql
select p.group_key, p.placed_at, p.age, p.idle
from placed as p
where p.is_open = 1
