-- What is dated after @asOf, in the CTE "future": a row for each such time. Due times and expected days are none: they
-- lie in the future by their nature. Columns as in dangling.sql; happened_at is the time itself. Of a limited caller
-- it is what belongs to their leads.
--include shared/seen.sql --? seen
, --? seen
future as (
  select 'leads' as dataset, 'created_at' as column_name, r.lead_key as row_key, r.created_at as happened_at, 0 as nth, r.lead_id as id
  from lead as r where r.known = 1 and r.created_at > @asOf
    and r.lead_key in (select lead_key from seen)   --? seen
  union all
  select 'lead-assignments', 'assigned_at', r.lead_key, r.assigned_at, r.owner_key, l.lead_id
  from lead_assignment as r join lead as l on l.lead_key = r.lead_key where r.assigned_at > @asOf
    and r.lead_key in (select lead_key from seen)   --? seen
  union all
  select 'lead-statuses', 'changed_at', r.lead_key, r.changed_at, r.status, l.lead_id
  from lead_status_change as r join lead as l on l.lead_key = r.lead_key where r.changed_at > @asOf
    and r.lead_key in (select lead_key from seen)   --? seen
  union all
  select 'opportunities', 'created_at', r.opportunity_key, r.created_at, 0, r.opportunity_id
  from opportunity as r where r.known = 1 and r.created_at > @asOf
    and r.lead_key in (select lead_key from seen)   --? seen
  union all
  select 'opportunities', 'closed_at', r.opportunity_key, r.closed_at, 0, r.opportunity_id
  from opportunity as r where r.known = 1 and r.closed_at > @asOf
    and r.lead_key in (select lead_key from seen)   --? seen
  union all
  select 'opportunity-stages', 'entered_at', r.opportunity_key, r.entered_at,
    (select count(*) from opportunity_stage_change as e where e.opportunity_key = r.opportunity_key and e.entered_at = r.entered_at and e.stage < r.stage),
    p.opportunity_id
  from opportunity_stage_change as r join opportunity as p on p.opportunity_key = r.opportunity_key where r.entered_at > @asOf
    and p.lead_key in (select lead_key from seen)   --? seen
  union all
  select 'activities', 'occurred_at', r.activity_key, r.occurred_at, 0, r.activity_id
  from activity as r where r.occurred_at > @asOf
    and r.lead_key in (select lead_key from seen)   --? seen
  union all
  select 'orders', 'ordered_at', r.order_key, r.ordered_at, 0, r.order_id
  from customer_order as r where r.ordered_at > @asOf
    and r.lead_key in (select lead_key from seen)   --? seen
)
