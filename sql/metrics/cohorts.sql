-- Question:   what share of each month's leads had converted so many days after their creation?
-- Population: eligible leads of the period; at each age only those at least that old at @asOf (the predicate of the window
--             in shared/figures.sql, five times over).
-- Time axis:  creation; each lead's own age at its conversion.
-- Columns:    group_key, slot_at and counts of leads.
with
--include shared/placed_leads.sql
select
  p.group_key,
  min(p.placed_at) as slot_at,
  count(*) as leads,
  sum(p.converted) as converted,
  sum(case when p.created_at <= @matureUntil30 then 1 else 0 end) as mature30,
  sum(case when p.created_at <= @matureUntil30 and p.conversion_at - p.created_at <= @age30 then 1 else 0 end) as converted30,
  sum(case when p.created_at <= @matureUntil60 then 1 else 0 end) as mature60,
  sum(case when p.created_at <= @matureUntil60 and p.conversion_at - p.created_at <= @age60 then 1 else 0 end) as converted60,
  sum(case when p.created_at <= @matureUntil90 then 1 else 0 end) as mature90,
  sum(case when p.created_at <= @matureUntil90 and p.conversion_at - p.created_at <= @age90 then 1 else 0 end) as converted90,
  sum(case when p.created_at <= @matureUntil180 then 1 else 0 end) as mature180,
  sum(case when p.created_at <= @matureUntil180 and p.conversion_at - p.created_at <= @age180 then 1 else 0 end) as converted180,
  sum(case when p.created_at <= @matureUntil365 then 1 else 0 end) as mature365,
  sum(case when p.created_at <= @matureUntil365 and p.conversion_at - p.created_at <= @age365 then 1 else 0 end) as converted365,
  --include shared/defects.sql
from placed as p
group by p.group_key, p.slot
