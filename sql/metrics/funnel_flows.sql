-- Question:   how many leads were created, contacted, got an opportunity and became customers, each in the period?
-- Population: eligible leads, whenever created; each event is counted where it falls, so a lead may count in several slots.
-- Time axis:  each event's own.
-- Columns:    group_key, slot_at and counts of leads, as in funnel.sql.
with
--include shared/figures.sql
,
stage as (select 0 as stage union all select 1 union all select 2 union all select 3),
happening as (
  select
    f.*,
    g.stage,
    case
      when g.stage = 0 and f.of_period = 1 then f.created_at
      when g.stage = 1 then f.contact_at
      when g.stage = 2 then f.opportunity_at
      when g.stage = 3 then f.won_at
    end as placed_at
  from figure as f
  cross join stage as g
),
--include shared/placed.sql
select
  p.group_key,
  min(p.placed_at) as slot_at,
  sum(case when p.stage = 0 then 1 else 0 end) as leads,
  sum(case when p.stage = 1 then 1 else 0 end) as reached_contact,
  sum(case when p.stage = 2 then 1 else 0 end) as reached_opportunity,
  sum(case when p.stage = 3 then 1 else 0 end) as reached_customer,
  sum(case when p.stage = 1 then 1 else 0 end) as contacted,
  sum(case when p.stage = 2 then 1 else 0 end) as converted_to_opportunity,
  sum(case when p.stage = 3 then 1 else 0 end) as converted_to_customer
from placed as p
where p.placed_at is not null
group by p.group_key, p.slot
