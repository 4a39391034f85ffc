-- Question:   what had become of each lead by @asOf?
-- Population: the leads in the CTE "touched" (whoever includes this names them) that have arrived; a lead that is
--             only referred to has no fact.
-- Time axis:  every event at or before @asOf; later ones are taken as not yet known.
-- Columns:    lead_fact_as_of has exactly those of the table lead_fact.
--             Codes: lead status 0 new, 1 working, 2 converted, 3 closed · opportunity 0 open, 1 won, 2 lost ·
--             activity type 0 call, 1 email, 2 meeting, 3 message, 4 note, 5 task · direction 0 outbound, 1 inbound ·
--             eligibility 0 eligible, 1 deleted, 2 test, 3 merged.
activity_history as (
  select
    t.lead_key,
    min(case when a.occurred_at <= @asOf and a.direction = 0 and a.automated = 0 and a.type <= 3
      then a.occurred_at end) as first_attempt_at,
    min(case when a.occurred_at <= @asOf and a.direction = 0 and a.automated = 0 and a.type <= 3 and a.completed = 1
      then a.occurred_at end) as first_contact_at,
    max(case when a.occurred_at <= @asOf and a.automated = 0 then a.occurred_at end) as last_activity_at,
    min(case when a.occurred_at > @asOf or (a.occurred_at is null and a.completed = 0) then a.due_at end) as next_due_at,
    max(a.occurred_at) as latest_at
  from touched as t
  cross join activity as a
  where a.lead_key = t.lead_key
  group by t.lead_key
),
opportunity_history as (
  select
    t.lead_key,
    min(case when p.created_at <= @asOf then p.created_at end) as first_opportunity_at,
    min(case when p.status = 1 and p.closed_at <= @asOf then p.closed_at end) as first_won_at,
    sum(case when p.created_at <= @asOf then 1 else 0 end) as opportunity_count,
    sum(case when p.status = 1 and p.closed_at <= @asOf and p.created_at <= @asOf then 1 else 0 end) as won_count,
    sum(case when p.status = 1 and p.closed_at <= @asOf then coalesce(p.base_amount, 0) else 0 end) as won_amount,
    sum(case when p.status = 1 and p.closed_at <= @asOf and p.amount is not null and p.base_amount is null
      then 1 else 0 end) as missing_rate_count,
    max(case when p.closed_at > p.created_at then p.closed_at else p.created_at end) as latest_at
  from touched as t
  cross join opportunity as p
  where p.lead_key = t.lead_key and p.known = 1
  group by t.lead_key
),
order_history as (
  select
    t.lead_key,
    min(case when r.ordered_at <= @asOf then r.ordered_at end) as first_order_at,
    sum(case when r.ordered_at <= @asOf then 1 else 0 end) as order_count,
    sum(case when r.ordered_at <= @asOf then coalesce(r.base_amount, 0) else 0 end) as order_amount,
    sum(case when r.ordered_at <= @asOf and r.base_amount is null then 1 else 0 end) as missing_rate_count,
    max(r.ordered_at) as latest_at
  from touched as t
  cross join customer_order as r
  where r.lead_key = t.lead_key
  group by t.lead_key
),
sale_history as (
  select
    l.lead_key,
    l.created_at,
    p.first_opportunity_at,
    case when p.first_won_at is null or r.first_order_at < p.first_won_at
      then r.first_order_at else p.first_won_at end as first_won_at,
    case
      when p.first_opportunity_at <= coalesce(p.first_won_at, p.first_opportunity_at)
        and p.first_opportunity_at <= coalesce(r.first_order_at, p.first_opportunity_at) then p.first_opportunity_at
      when p.first_won_at is null or r.first_order_at < p.first_won_at then r.first_order_at
      else p.first_won_at
    end as first_converted_at,
    coalesce(p.opportunity_count, 0) as opportunity_count,
    coalesce(p.won_count, 0) as won_count,
    coalesce(p.won_amount, 0) as won_amount,
    coalesce(r.order_count, 0) as order_count,
    coalesce(r.order_amount, 0) as order_amount,
    coalesce(p.missing_rate_count, 0) + coalesce(r.missing_rate_count, 0) as missing_rate_count,
    case when p.latest_at > coalesce(r.latest_at, 0) then p.latest_at else coalesce(r.latest_at, 0) end as latest_at
  from touched as t
  cross join lead as l
  left join opportunity_history as p on p.lead_key = t.lead_key
  left join order_history as r on r.lead_key = t.lead_key
  where l.lead_key = t.lead_key and l.known = 1
),
owner_span as (
  -- Two owners at one instant: in the order of their ids, since keys are given in the order of arrival.
  select
    t.lead_key,
    h.owner_key,
    h.assigned_at,
    lead(h.assigned_at) over (partition by t.lead_key order by h.assigned_at, w.owner_id) as until_at,
    row_number() over (partition by t.lead_key order by h.assigned_at, w.owner_id) as nth
  from touched as t
  cross join lead_assignment as h
  cross join owner as w
  where h.lead_key = t.lead_key and w.owner_key = h.owner_key
),
owner_history as (
  select
    s.lead_key,
    min(case when s.assigned_at <= @asOf then s.assigned_at end) as first_assigned_at,
    max(case when s.assigned_at <= @asOf and s.nth = 1 then s.owner_key end) as first_owner_key,
    max(case when s.assigned_at <= m.created_at and (s.until_at is null or s.until_at > m.created_at)
      then s.owner_key end) as created_owner_key,
    max(case when s.assigned_at <= m.first_converted_at and (s.until_at is null or s.until_at > m.first_converted_at)
      then s.owner_key end) as converted_owner_key,
    max(case when s.assigned_at <= @asOf and (s.until_at is null or s.until_at > @asOf)
      then s.owner_key end) as last_owner_key,
    max(case when s.assigned_at > @asOf then 1 else 0 end) as changes_later,
    max(s.assigned_at) as latest_at
  from owner_span as s
  cross join sale_history as m
  where m.lead_key = s.lead_key
  group by s.lead_key
),
status_history as (
  -- The last status is that of the greatest instant, and of the greatest code among those of one instant: there are four codes.
  select
    t.lead_key,
    cast(max(case when h.changed_at <= @asOf then 4 * h.changed_at + h.status end)
      - max(case when h.changed_at <= @asOf then 4 * h.changed_at end) as int) as last_status,
    max(case when h.changed_at <= @asOf and h.status = 3 then h.changed_at end) as closed_at,
    max(case when h.changed_at > @asOf then 1 else 0 end) as changes_later,
    max(h.changed_at) as latest_at
  from touched as t
  cross join lead_status_change as h
  where h.lead_key = t.lead_key
  group by t.lead_key
),
resolved as (
  select
    l.*,
    case
      when l.is_deleted = 1 then 1
      when l.is_test = 1 then 2
      when l.merged_into_key is not null then 3
      else 0
    end as eligibility,
    a.first_attempt_at,
    a.first_contact_at,
    a.last_activity_at,
    a.next_due_at,
    m.first_opportunity_at,
    m.first_won_at,
    m.first_converted_at,
    m.opportunity_count,
    m.won_count,
    m.won_amount,
    m.order_count,
    m.order_amount,
    m.missing_rate_count,
    own.first_assigned_at,
    own.first_owner_key,
    own.created_owner_key,
    own.converted_owner_key,
    case when own.first_assigned_at is not null then 1 else 0 end as has_owner_history,
    -- The lead's own owner and status, unless the history says that they came later than @asOf.
    case
      when own.changes_later = 1 then coalesce(own.last_owner_key, 0)
      when l.owner_key <> 0 then l.owner_key
      else coalesce(own.last_owner_key, 0)
    end as current_owner_key,
    case when st.changes_later = 1 then st.last_status else coalesce(l.status, st.last_status) end as status_by_then,
    st.closed_at,
    case when a.latest_at > l.created_at then a.latest_at else l.created_at end as latest_activity_at,
    m.latest_at as latest_sale_at,
    case when own.latest_at > coalesce(st.latest_at, 0) then own.latest_at else coalesce(st.latest_at, 0) end as latest_change_at
  from sale_history as m
  cross join lead as l
  left join activity_history as a on a.lead_key = m.lead_key
  left join owner_history as own on own.lead_key = m.lead_key
  left join status_history as st on st.lead_key = m.lead_key
  where l.lead_key = m.lead_key
),
lead_fact_as_of as (
  select
    case when v.first_converted_at is null then v.current_owner_key
      else coalesce(v.converted_owner_key, v.current_owner_key) end as credited_owner_key,
    v.created_at,
    v.lead_key,
    v.current_owner_key,
    case when v.has_owner_history = 0 then v.current_owner_key
      else coalesce(v.created_owner_key, 0) end as created_owner_key,
    coalesce(v.first_owner_key, v.current_owner_key) as first_owner_key,
    v.has_owner_history,
    v.source_key,
    v.campaign_key,
    v.eligibility,
    v.status_by_then as status,
    v.qualified,
    case when v.first_converted_at is null and coalesce(v.status_by_then, 0) <= 1 then 1 else 0 end as is_open,
    v.first_assigned_at,
    v.first_attempt_at,
    v.first_contact_at,
    v.first_opportunity_at,
    v.first_won_at,
    v.first_converted_at,
    case when v.status_by_then = 3 then v.closed_at end as closed_at,
    v.last_activity_at,
    v.next_due_at,
    v.opportunity_count,
    v.won_count,
    v.won_amount,
    v.order_count,
    v.order_amount,
    v.missing_rate_count,
    case
      when v.latest_activity_at >= v.latest_sale_at and v.latest_activity_at >= v.latest_change_at then v.latest_activity_at
      when v.latest_sale_at >= v.latest_change_at then v.latest_sale_at
      else v.latest_change_at
    end as latest_event_at,
    -- Working milliseconds up to each: those before the last span that had begun, and what had passed of it.
    (select s.worked_before + case when v.created_at < s.ends_at then v.created_at else s.ends_at end - s.starts_at
      from working_span as s
      where s.starts_at = (select max(w.starts_at) from working_span as w where w.starts_at <= v.created_at)) as created_clock,
    (select s.worked_before + case when v.first_assigned_at < s.ends_at then v.first_assigned_at else s.ends_at end - s.starts_at
      from working_span as s
      where s.starts_at = (select max(w.starts_at) from working_span as w where w.starts_at <= v.first_assigned_at)) as first_assigned_clock,
    (select s.worked_before + case when v.first_attempt_at < s.ends_at then v.first_attempt_at else s.ends_at end - s.starts_at
      from working_span as s
      where s.starts_at = (select max(w.starts_at) from working_span as w where w.starts_at <= v.first_attempt_at)) as first_attempt_clock
  from resolved as v
)
