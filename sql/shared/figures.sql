-- The leads of a question and what is counted of them. Every figure of every lead metric, and every drill-down,
-- reads the CTE "figure": one row a lead, one 0/1 column a count. So a count and its list of leads cannot differ.
--
-- known     the facts without what happened after @asOf (past): of the leads of which anything did, they are worked out anew from the tables before.
--           What adds up reads these by themselves (workedOut), and the others as they stand (asTheyStand)
-- selected  every lead that the question is about, inside what the caller may see (seen…), whatever the filters: an eligible one counts as
--           one of "leads", another as "deleted", "test" or "merged"; with the owner that the ownership rule credits, and
--           the instant that places it in time (axis_at): cohort takes the leads created in the period; resolved those
--           won or closed in it; period any lead, and of_period says whether it was created in the period
-- event     the eligible ones, with the events that count: inside the window, or inside the period, where that is asked. Only the keeping of
--           the cells, which count excluded leads too, asks for these as well (excluded)
-- outcome   with the event that is called a conversion
-- counted   the counts that follow from the events
-- figure    and those that follow from other counts
--before facts/forget_touched_past.sql --? past
--before facts/touch_past.sql --? past
--before facts/lead_as_of.sql --? past
known as (                                                                --? past
  select                                                                  --? past !workedOut
    --include facts/lead_fact_columns.sql --? past !workedOut
  from lead_fact where latest_event_at <= @asOf                           --? past !workedOut
    and lead_key in (select d.lead_key from future_dated_lead as d)       --? past !workedOut futureDated
  union all                                                               --? past !workedOut
  select                                                                  --? past
    --include facts/lead_fact_columns.sql --? past
  from "#lead_as_of" where as_of = @asOf                                  --? past
),                                                                        --? past
selected as (
  select
    f.credited_owner_key as owner_key,                                    --? ownerAt.conversionOrCurrent
    f.current_owner_key as owner_key,                                     --? ownerAt.current
    f.created_owner_key as owner_key,                                     --? ownerAt.created
    f.first_owner_key as owner_key,                                       --? ownerAt.firstAssigned
    f.created_at as axis_at,                                              --? !basis.resolved
    case when f.eligibility = 0 then 1 else 0 end as leads,
    case when f.eligibility = 1 then 1 else 0 end as deleted,
    case when f.eligibility = 2 then 1 else 0 end as test,
    case when f.eligibility = 3 then 1 else 0 end as merged,
    1 as of_period,                                                       --? !basis.period
    coalesce(f.first_won_at, f.closed_at) as axis_at,                     --? basis.resolved
    case when f.created_at >= @fromUtc and f.created_at < @toUtc then 1 else 0 end as of_period,  --? basis.period
    f.*
  from lead_fact as f                                                     --? !past
  from known as f                                                         --? past
  where f.created_at < @bornUntil
    and f.created_at >= @fromUtc                                          --? period basis.cohort
    and coalesce(f.first_won_at, f.closed_at) >= @fromUtc                 --? period basis.resolved
    and coalesce(f.first_won_at, f.closed_at) < @toUtc                    --? basis.resolved
    and f.credited_owner_key in @ownerKeys                                --? owners ownerAt.conversionOrCurrent
    and f.current_owner_key in @ownerKeys                                 --? owners ownerAt.current
    and f.created_owner_key in @ownerKeys                                 --? owners ownerAt.created
    and f.first_owner_key in @ownerKeys                                   --? owners ownerAt.firstAssigned
    and f.source_key in @sourceKeys                                       --? sources
    and f.campaign_key in @campaignKeys                                   --? campaigns
    and coalesce(f.status, -1) in @statuses                               --? statuses
    and f.credited_owner_key in @seenOwnerKeys                            --? seenOwners ownerAt.conversionOrCurrent
    and f.current_owner_key in @seenOwnerKeys                             --? seenOwners ownerAt.current
    and f.created_owner_key in @seenOwnerKeys                             --? seenOwners ownerAt.created
    and f.first_owner_key in @seenOwnerKeys                               --? seenOwners ownerAt.firstAssigned
    and f.source_key in @seenSourceKeys                                   --? seenSources
    and f.latest_event_at <= @asOf                                        --? asTheyStand
    and f.lead_key in (select d.lead_key from future_dated_lead as d)     --? futureDated
    and f.lead_key not in (select d.lead_key from future_dated_lead as d) --? notFutureDated
    and f.lead_key in (select t.lead_key from touched_lead as t where t.lead_key >= @firstLead and t.lead_key <= @lastLead)  --? touched
    and f.lead_key in (                                                   --? changing
      --include shared/changing.sql --? changing
    )                                                                     --? changing
),
event as (
  select
    s.*,
    s.first_contact_at as contact_at,                                     --? !window !basis.period
    s.first_opportunity_at as opportunity_at,                             --? !window !basis.period
    s.first_won_at as won_at,                                             --? !window !basis.period
    s.first_converted_at as either_at,                                    --? !window !basis.period
    case when s.first_contact_at >= @fromUtc and s.first_contact_at < @toUtc                      --? basis.period
      then s.first_contact_at end as contact_at,                                                  --? basis.period
    case when s.first_opportunity_at >= @fromUtc and s.first_opportunity_at < @toUtc              --? basis.period
      then s.first_opportunity_at end as opportunity_at,                                          --? basis.period
    case when s.first_won_at >= @fromUtc and s.first_won_at < @toUtc                              --? basis.period
      then s.first_won_at end as won_at,                                                          --? basis.period
    case when s.first_converted_at >= @fromUtc and s.first_converted_at < @toUtc                  --? basis.period
      then s.first_converted_at end as either_at,                                                 --? basis.period
    0 as immature,                                                        --? !window
    case when s.created_at <= @matureUntil and s.first_contact_at - s.created_at <= @window       --? window
      then s.first_contact_at end as contact_at,                                                  --? window
    case when s.created_at <= @matureUntil and s.first_opportunity_at - s.created_at <= @window   --? window
      then s.first_opportunity_at end as opportunity_at,                                          --? window
    case when s.created_at <= @matureUntil and s.first_won_at - s.created_at <= @window           --? window
      then s.first_won_at end as won_at,                                                          --? window
    case when s.created_at <= @matureUntil and s.first_converted_at - s.created_at <= @window     --? window
      then s.first_converted_at end as either_at,                                                 --? window
    case when s.created_at > @matureUntil then 1 else 0 end as immature,                          --? window
    -- What is taken from what: by the wall, or in working time. Which came first is judged by response_start.
    s.created_at as clock_start,                                          --? clock.always start.created
    s.first_assigned_at as clock_start,                                   --? clock.always start.assigned
    s.first_attempt_at as clock_attempt,                                  --? clock.always
    s.created_clock as clock_start,                                       --? clock.business start.created
    s.first_assigned_clock as clock_start,                                --? clock.business start.assigned
    s.first_attempt_clock as clock_attempt,                               --? clock.business
    s.created_at as response_start                                        --? start.created
    s.first_assigned_at as response_start                                 --? start.assigned
  from selected as s
  where s.eligibility = 0                                               --? !excluded
),
outcome as (
  select
    v.*,
    case when v.immature = 0 then v.qualified end as qualified_by_then,
    @asOf - v.created_at as age,
    @asOf - v.last_activity_at as idle,
    v.either_at as conversion_at                                          --? conversion.any
    v.opportunity_at as conversion_at                                     --? conversion.opportunity
    v.won_at as conversion_at                                             --? conversion.customer
  from event as v
),
counted as (
  select
    e.*,
    1 - e.immature as mature,
    case when e.contact_at is not null then 1 else 0 end as contacted,
    case when e.opportunity_at is not null then 1 else 0 end as converted_to_opportunity,
    case when e.won_at is not null then 1 else 0 end as converted_to_customer,
    case when e.either_at is not null then 1 else 0 end as converted_to_either,
    case when e.conversion_at is not null then 1 else 0 end as converted,
    -- A lead that got further has passed the stages before, so that a funnel never widens. Flows count each event.
    case when e.contact_at is not null or e.qualified_by_then = 1 or e.opportunity_at is not null or e.won_at is not null  --? !basis.period
      then 1 else 0 end as reached_contact,                                                                         --? !basis.period
    case when e.qualified_by_then = 1 or e.opportunity_at is not null or e.won_at is not null                       --? !basis.period
      then 1 else 0 end as reached_qualified,                                                                       --? !basis.period
    case when e.opportunity_at is not null or e.won_at is not null then 1 else 0 end as reached_opportunity,        --? !basis.period
    case when e.contact_at is not null then 1 else 0 end as reached_contact,                                        --? basis.period
    0 as reached_qualified,                                                                                         --? basis.period
    case when e.opportunity_at is not null then 1 else 0 end as reached_opportunity,                                --? basis.period
    case when e.won_at is not null then 1 else 0 end as reached_customer,
    case when e.qualified = 1 then 1 else 0 end as qualified_leads,
    case when e.qualified is not null then 1 else 0 end as judged,
    case when e.won_at is not null or e.status = 3 then 1 else 0 end as decided,
    case when e.won_at >= @fromUtc and e.won_at < @toUtc then 1 else 0 end as new_customers,
    case when e.contact_at is not null and e.conversion_at is not null then 1 else 0 end as contacted_and_converted,
    case when e.contact_at is null and e.conversion_at is not null then 1 else 0 end as converted_without_contact,
    case when e.first_attempt_at >= e.response_start then 1 else 0 end as answered,
    case when e.first_attempt_at >= e.response_start and e.clock_attempt - e.clock_start <= @target
        and @clockNow - e.clock_start > @target
      then 1 else 0 end as answered_within_target,
    case when e.first_attempt_at >= e.response_start and e.clock_attempt - e.clock_start <= 300000 then 1 else 0 end as answered_within5_minutes,
    case when e.first_attempt_at >= e.response_start and e.clock_attempt - e.clock_start > 300000 and e.clock_attempt - e.clock_start <= 3600000 then 1 else 0 end as answered5_minutes_to1_hour,
    case when e.first_attempt_at >= e.response_start and e.clock_attempt - e.clock_start > 3600000 and e.clock_attempt - e.clock_start <= 86400000 then 1 else 0 end as answered1_to24_hours,
    case when e.first_attempt_at >= e.response_start and e.clock_attempt - e.clock_start > 86400000 and e.clock_attempt - e.clock_start <= 259200000 then 1 else 0 end as answered24_to72_hours,
    case when e.first_attempt_at >= e.response_start and e.clock_attempt - e.clock_start > 259200000 then 1 else 0 end as answered_later,
    case when e.first_attempt_at < e.response_start then 1 else 0 end as response_before_start,
    case when e.first_attempt_at < e.response_start and @clockNow - e.clock_start > @target then 1 else 0 end as due_before_start,
    case when e.first_attempt_at is null and e.response_start is not null then 1 else 0 end as never_answered,
    -- Young leads are left out whether answered or not: taking only the answered ones would flatter.
    case when @clockNow - e.clock_start <= @target and (e.first_attempt_at is null or e.first_attempt_at >= e.response_start)
      then 1 else 0 end as response_pending,
    case when @clockNow - e.clock_start > @target and (e.first_attempt_at is null or e.first_attempt_at >= e.response_start)
      then 1 else 0 end as response_due,
    case when e.is_open = 1 and e.first_contact_at is null and e.created_at < @uncontactedSince
      then 1 else 0 end as neglected_uncontacted,
    case when e.is_open = 1 and e.last_activity_at < @idleSince then 1 else 0 end as neglected_idle,
    case when e.is_open = 1 and e.next_due_at < @asOf then 1 else 0 end as neglected_overdue,
    case when e.is_open = 1 and e.next_due_at is null then 1 else 0 end as neglected_unplanned,     --? planned
    0 as neglected_unplanned,                                                                       --? !planned
    e.is_open as open_leads,
    e.is_open as open_load,
    case when e.is_open = 1 and e.age < 691200000 then 1 else 0 end as aged0_to7_days,
    case when e.is_open = 1 and e.age >= 691200000 and e.age < 1296000000 then 1 else 0 end as aged8_to14_days,
    case when e.is_open = 1 and e.age >= 1296000000 and e.age < 2678400000 then 1 else 0 end as aged15_to30_days,
    case when e.is_open = 1 and e.age >= 2678400000 and e.age < 5270400000 then 1 else 0 end as aged31_to60_days,
    case when e.is_open = 1 and e.age >= 5270400000 and e.age < 7862400000 then 1 else 0 end as aged61_to90_days,
    case when e.is_open = 1 and e.age >= 7862400000 then 1 else 0 end as aged91_days_or_more,
    case when e.is_open = 1 and e.idle < 691200000 then 1 else 0 end as idle0_to7_days,
    case when e.is_open = 1 and e.idle >= 691200000 and e.idle < 1296000000 then 1 else 0 end as idle8_to14_days,
    case when e.is_open = 1 and e.idle >= 1296000000 and e.idle < 2678400000 then 1 else 0 end as idle15_to30_days,
    case when e.is_open = 1 and e.idle >= 2678400000 and e.idle < 5270400000 then 1 else 0 end as idle31_to60_days,
    case when e.is_open = 1 and e.idle >= 5270400000 and e.idle < 7862400000 then 1 else 0 end as idle61_to90_days,
    case when e.is_open = 1 and e.idle >= 7862400000 then 1 else 0 end as idle91_days_or_more,
    case when e.is_open = 1 and e.last_activity_at is null then 1 else 0 end as never_active,
    case when e.status = 2 and e.first_converted_at is null then 1 else 0 end as converted_by_status_alone,
    case when e.owner_key = 0 then 1 else 0 end as missing_owner,
    case when e.source_key = 0 then 1 else 0 end as unknown_source,
    case when e.first_converted_at < e.created_at then 1 else 0 end as conversion_before_creation,
    case when e.has_owner_history = 0 then 1 else 0 end as no_owner_history,
    case when e.missing_rate_count > 0 then 1 else 0 end as missing_rate,
    case when e.status is null then 1 else 0 end as missing_status,
    case when e.status = 3 and e.closed_at is null and e.first_won_at is null then 1 else 0 end as closed_without_date
  from outcome as e
),
figure as (
  select
    c.*,
    c.converted_by_status_alone * c.mature as convertible_by_status_alone,
    case when c.neglected_uncontacted + c.neglected_idle + c.neglected_overdue + c.neglected_unplanned > 0
      then 1 else 0 end as neglected
  from counted as c
)
