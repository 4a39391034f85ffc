-- Question:   how well does each owner work the leads of the period?
-- Population: eligible leads created in the period, credited by the ownership rule; one row an owner that has any.
-- Time axis:  creation (the cohort), and what had become of each lead by @asOf.
-- Columns:    owner_key and counts of leads; amounts in ten-thousandths of the base currency.
with
--include shared/figures.sql
select
  o.owner_key,
  count(*) as leads,
  sum(f.immature) as immature,
  sum(f.contacted) as contacted,
  sum(f.converted) as converted,
  sum(f.converted_to_opportunity) as converted_to_opportunity,
  sum(f.converted_to_customer) as converted_to_customer,
  sum(f.converted_to_either) as converted_to_either,
  sum(f.contacted_and_converted) as contacted_and_converted,
  sum(f.converted_without_contact) as converted_without_contact,
  sum(f.answered_within_target) as answered_within_target,
  sum(f.response_due) as response_due,
  sum(f.response_pending) as response_pending,
  sum(f.never_answered) as never_answered,
  sum(f.won_amount) as won_amount,
  sum(f.order_amount) as order_amount,
  sum(f.response_before_start) as response_before_start,
  sum(f.conversion_before_creation) as conversion_before_creation,
  sum(f.missing_owner) as missing_owner,
  sum(f.unknown_source) as unknown_source,
  sum(f.no_owner_history) as no_owner_history,
  sum(f.converted_by_status_alone) as converted_by_status_alone,
  sum(f.missing_rate) as missing_rate
from owner as o
cross join figure as f
where f.owner_key = o.owner_key
group by o.owner_key
