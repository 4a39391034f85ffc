-- Question:   how old are the open leads, and for how long has nobody touched them?
-- Population: eligible leads, of the period where one is given.
-- Time axis:  @asOf, an instant; groups of time are by creation.
-- Columns:    group_key, slot_at and counts of leads.
with
--include shared/placed_leads.sql
select
  p.group_key,
  min(p.placed_at) as slot_at,
  count(*) as leads,
  sum(p.open_leads) as open_leads,
  sum(p.aged0_to7_days) as aged0_to7_days,
  sum(p.aged8_to14_days) as aged8_to14_days,
  sum(p.aged15_to30_days) as aged15_to30_days,
  sum(p.aged31_to60_days) as aged31_to60_days,
  sum(p.aged61_to90_days) as aged61_to90_days,
  sum(p.aged91_days_or_more) as aged91_days_or_more,
  sum(p.idle0_to7_days) as idle0_to7_days,
  sum(p.idle8_to14_days) as idle8_to14_days,
  sum(p.idle15_to30_days) as idle15_to30_days,
  sum(p.idle31_to60_days) as idle31_to60_days,
  sum(p.idle61_to90_days) as idle61_to90_days,
  sum(p.idle91_days_or_more) as idle91_days_or_more,
  sum(p.never_active) as never_active,
  --include shared/defects.sql
from placed as p
group by p.group_key, p.slot
