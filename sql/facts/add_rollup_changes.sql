-- Adds the changes to the cells that are there. The plus keeps SQLite from reading every cell to look for a change of it.
update lead_rollup
set
  leads = lead_rollup.leads + c.leads,
  deleted = lead_rollup.deleted + c.deleted,
  test = lead_rollup.test + c.test,
  merged = lead_rollup.merged + c.merged,
  contacted = lead_rollup.contacted + c.contacted,
  converted_to_opportunity = lead_rollup.converted_to_opportunity + c.converted_to_opportunity,
  converted_to_customer = lead_rollup.converted_to_customer + c.converted_to_customer,
  converted_to_either = lead_rollup.converted_to_either + c.converted_to_either,
  contacted_and_opportunity = lead_rollup.contacted_and_opportunity + c.contacted_and_opportunity,
  contacted_and_customer = lead_rollup.contacted_and_customer + c.contacted_and_customer,
  contacted_and_either = lead_rollup.contacted_and_either + c.contacted_and_either,
  reached_contact = lead_rollup.reached_contact + c.reached_contact,
  reached_qualified = lead_rollup.reached_qualified + c.reached_qualified,
  reached_opportunity = lead_rollup.reached_opportunity + c.reached_opportunity,
  judged = lead_rollup.judged + c.judged,
  qualified_leads = lead_rollup.qualified_leads + c.qualified_leads,
  decided = lead_rollup.decided + c.decided,
  open_leads = lead_rollup.open_leads + c.open_leads,
  opportunity_count = lead_rollup.opportunity_count + c.opportunity_count,
  won_count = lead_rollup.won_count + c.won_count,
  won_amount = lead_rollup.won_amount + c.won_amount,
  order_amount = lead_rollup.order_amount + c.order_amount,
  answered = lead_rollup.answered + c.answered,
  answered_within5_minutes = lead_rollup.answered_within5_minutes + c.answered_within5_minutes,
  answered5_minutes_to1_hour = lead_rollup.answered5_minutes_to1_hour + c.answered5_minutes_to1_hour,
  answered1_to24_hours = lead_rollup.answered1_to24_hours + c.answered1_to24_hours,
  answered24_to72_hours = lead_rollup.answered24_to72_hours + c.answered24_to72_hours,
  never_answered = lead_rollup.never_answered + c.never_answered,
  response_before_start = lead_rollup.response_before_start + c.response_before_start,
  conversion_before_creation = lead_rollup.conversion_before_creation + c.conversion_before_creation,
  no_owner_history = lead_rollup.no_owner_history + c.no_owner_history,
  converted_by_status_alone = lead_rollup.converted_by_status_alone + c.converted_by_status_alone,
  missing_rate = lead_rollup.missing_rate + c.missing_rate
from rollup_change as c
where lead_rollup.level = +c.level and lead_rollup.owner_key = c.owner_key and lead_rollup.starts_at = c.starts_at
  and lead_rollup.source_key = c.source_key
