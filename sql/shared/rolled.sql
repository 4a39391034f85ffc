-- The same columns as of figures.sql, of cells in place of leads: sums of what a lead has as 0 or 1. For questions that
-- cells can answer (src/LeadMetrics/Metrics/Common/Portions.cs): cohorts without a window, by the default owner and clock,
-- of spans whose leads are all of the period. They count every answer as due; what is too young is set right beside them.
selected as (
  select
    r.*,
    r.starts_at as axis_at,
    1 as of_period,
    -- No cell is of a campaign or a status.
    null as campaign_key,
    null as status
  from owner as w
  cross join lead_rollup as r
  where
    --include shared/cells.sql
),
figure as (
  select
    s.*,
    0 as immature,
    s.leads as mature,
    s.converted_to_either as converted,                                             --? conversion.any
    s.contacted_and_either as contacted_and_converted,                              --? conversion.any
    s.converted_to_either - s.contacted_and_either as converted_without_contact,    --? conversion.any
    s.converted_to_opportunity as converted,                                            --? conversion.opportunity
    s.contacted_and_opportunity as contacted_and_converted,                             --? conversion.opportunity
    s.converted_to_opportunity - s.contacted_and_opportunity as converted_without_contact, --? conversion.opportunity
    s.converted_to_customer as converted,                                           --? conversion.customer
    s.contacted_and_customer as contacted_and_converted,                            --? conversion.customer
    s.converted_to_customer - s.contacted_and_customer as converted_without_contact, --? conversion.customer
    s.converted_to_customer as reached_customer,
    s.answered - s.answered_within5_minutes - s.answered5_minutes_to1_hour - s.answered1_to24_hours - s.answered24_to72_hours as answered_later,
    s.answered_within5_minutes
      + case when @target >= 3600000 then s.answered5_minutes_to1_hour else 0 end
      + case when @target >= 86400000 then s.answered1_to24_hours else 0 end
      + case when @target >= 259200000 then s.answered24_to72_hours else 0 end as answered_within_target,
    s.answered + s.never_answered as response_due,
    0 as response_pending,
    s.response_before_start as due_before_start,
    s.converted_by_status_alone as convertible_by_status_alone,
    case when s.owner_key = 0 then s.leads else 0 end as missing_owner,
    case when s.source_key = 0 then s.leads else 0 end as unknown_source
  from selected as s
  -- A cell of excluded leads alone gives no row: its group would appear with none.
  where s.leads > 0
)
