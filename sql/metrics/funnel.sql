-- Question:   how far did the leads get: contacted, qualified, an opportunity, a customer?
-- Population: eligible leads of the period; every lead stays in, the lost ones too.
-- Time axis:  creation (the cohort), and what had become of each lead by @asOf; or its resolution.
-- Columns:    group_key, slot_at and counts of leads. Opportunities are counted as documents, whenever they came.
with
--include shared/placed_leads_or_cells.sql
select
  p.group_key,
  min(p.placed_at) as slot_at,
  sum(p.leads) as leads,
  sum(p.immature) as immature,
  sum(p.judged) as judged,
  sum(p.reached_contact) as reached_contact,
  sum(p.reached_qualified) as reached_qualified,
  sum(p.reached_opportunity) as reached_opportunity,
  sum(p.reached_customer) as reached_customer,
  sum(p.contacted) as contacted,
  sum(p.qualified_leads) as qualified_leads,
  sum(p.converted_to_opportunity) as converted_to_opportunity,
  sum(p.converted_to_customer) as converted_to_customer,
  sum(p.opportunity_count) as opportunities,
  sum(p.won_count) as won_opportunities,
  --include shared/defects.sql
from placed as p
group by p.group_key, p.slot
