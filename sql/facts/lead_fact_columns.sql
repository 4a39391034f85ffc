credited_owner_key, created_at, lead_key, current_owner_key, created_owner_key, first_owner_key, has_owner_history,
source_key, campaign_key, eligibility, status, qualified, is_open, first_assigned_at, first_attempt_at,
first_contact_at, first_opportunity_at, first_won_at, first_converted_at, closed_at, last_activity_at, next_due_at,
opportunity_count, won_count, won_amount, order_count, order_amount, missing_rate_count, latest_event_at,
created_clock, first_assigned_clock, first_attempt_clock
