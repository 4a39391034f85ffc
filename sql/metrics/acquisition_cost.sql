-- Question:   how many leads were there, and what became of them?
-- Population: eligible leads of the period.
-- Time axis:  creation (the cohort), and what had become of each lead by @asOf.
-- Columns:    group_key, slot_at, unit_key (the source or campaign whose spend is shared among its leads) and counts of
--             leads. Not defects.sql: the amounts here are of spend and of revenue in the period, which warn by themselves.
with
--include shared/placed_leads_or_cells.sql
select
  p.group_key,
  min(p.placed_at) as slot_at,
  0 as unit_key,                       --? unit.none
  p.source_key as unit_key,            --? unit.source
  p.campaign_key as unit_key,          --? unit.campaign
  sum(p.leads) as leads,
  sum(p.converted_to_opportunity) as converted_to_opportunity,
  sum(p.converted_to_customer) as converted_to_customer,
  sum(p.decided) as decided,
  sum(p.missing_owner) as missing_owner,
  sum(p.unknown_source) as unknown_source,
  sum(p.conversion_before_creation) as conversion_before_creation,
  sum(p.no_owner_history) as no_owner_history,
  sum(p.converted_by_status_alone) as converted_by_status_alone
from placed as p
group by p.group_key, p.slot                   --? unit.none
group by p.group_key, p.slot, p.source_key     --? unit.source
group by p.group_key, p.slot, p.campaign_key   --? unit.campaign
