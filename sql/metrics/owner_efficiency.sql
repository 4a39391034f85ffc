-- Question:   how well does each owner work the leads of the period?
-- Population: eligible leads of the period, credited by the ownership rule; one row an owner and slot that has any.
-- Time axis:  creation (the cohort), and what had become of each lead by @asOf; or its resolution.
-- Columns:    group_key (the owner), slot_at and counts of leads; amounts in ten-thousandths of the base currency.
with
--include shared/placed_leads_or_cells.sql
select
  o.owner_key as group_key,
  min(p.placed_at) as slot_at,
  sum(p.leads) as leads,
  sum(p.immature) as immature,
  sum(p.contacted) as contacted,
  sum(p.converted) as converted,
  sum(p.converted_to_opportunity) as converted_to_opportunity,
  sum(p.converted_to_customer) as converted_to_customer,
  sum(p.converted_to_either) as converted_to_either,
  sum(p.contacted_and_converted) as contacted_and_converted,
  sum(p.converted_without_contact) as converted_without_contact,
  sum(p.answered_within_target) as answered_within_target,
  sum(p.response_due) as response_due,
  sum(p.response_pending) as response_pending,
  sum(p.never_answered) as never_answered,
  sum(p.won_amount) as won_amount,
  sum(p.order_amount) as order_amount,
  --include shared/defects.sql
--include shared/placed_by_owner.sql
group by o.owner_key
  , p.slot --? slots
