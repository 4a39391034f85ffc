level, owner_key, starts_at, source_key, leads, deleted, test, merged, contacted, converted_to_opportunity,
converted_to_customer, converted_to_either, contacted_and_opportunity, contacted_and_customer, contacted_and_either,
reached_contact, reached_qualified, reached_opportunity, judged, qualified_leads, decided, open_leads,
opportunity_count, won_count, won_amount, order_amount, answered, answered_within5_minutes,
answered5_minutes_to1_hour, answered1_to24_hours, answered24_to72_hours, never_answered,
response_before_start, conversion_before_creation, no_owner_history, converted_by_status_alone, missing_rate
