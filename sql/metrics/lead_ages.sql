-- Question:   how old is each open lead, and how long is its last human activity ago?
-- Population: eligible open leads, of the period where one is given.
-- Time axis:  @asOf, an instant.
-- Columns:    group_key · placed_at, the lead's creation · age and idle in milliseconds, idle null where nothing happened · age_band and
--             idle_band, which of the counts in shared/figures.sql it is one of: 0 of 0 to 7 days, and so on to 5 of 91 days or more.
with
--include shared/placed_leads.sql
select
  p.group_key,
  p.placed_at,
  p.age,
  p.idle,
  p.aged8_to14_days + 2 * p.aged15_to30_days + 3 * p.aged31_to60_days + 4 * p.aged61_to90_days + 5 * p.aged91_days_or_more as age_band,
  p.idle8_to14_days + 2 * p.idle15_to30_days + 3 * p.idle31_to60_days + 4 * p.idle61_to90_days + 5 * p.idle91_days_or_more as idle_band
from placed as p
where p.is_open = 1
