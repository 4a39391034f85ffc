-- What names something that never arrived, in the CTE "dangling": a row for each such reference.
-- dataset, column_name  where the reference stands
-- row_key, happened_at, nth  the order of the rows in there: a key, and where a row has none of its own what tells it apart
-- id                    the CRM's id of the row, or of what it is about
-- named                 the id that it names
-- Of a limited caller it is the owners, sources and campaigns that their leads name, as far as they may know of them; one who is
-- limited by sources alone sees what campaigns and spend name, too. Whether a lead or an opportunity is there is told to nobody
-- else than who may know of all.
--include shared/seen.sql --? seen
, --? seen
dangling as (
  select 'campaigns' as dataset, 'source_id' as column_name, r.campaign_key as row_key, 0 as happened_at, 0 as nth, r.campaign_id as id, t.source_id as named
  from campaign as r join source as t on t.source_key = r.source_key where r.known = 1 and t.known = 0
    and 1 = 0                                       --? seenOwners
    and r.source_key in @seenSourceKeys             --? seenSources
  union all
  select 'leads', 'owner_id', r.lead_key, 0, 0, r.lead_id, t.owner_id
  from lead as r join owner as t on t.owner_key = r.owner_key where r.known = 1 and t.known = 0
    and r.lead_key in (select lead_key from seen)   --? seen
    and r.owner_key in @seenOwnerKeys               --? seenOwners
  union all
  select 'leads', 'source_id', r.lead_key, 0, 0, r.lead_id, t.source_id
  from lead as r join source as t on t.source_key = r.source_key where r.known = 1 and t.known = 0
    and r.lead_key in (select lead_key from seen)   --? seen
  union all
  select 'leads', 'campaign_id', r.lead_key, 0, 0, r.lead_id, t.campaign_id
  from lead as r join campaign as t on t.campaign_key = r.campaign_key where r.known = 1 and t.known = 0
    and r.lead_key in (select lead_key from seen)   --? seen
  union all
  select 'leads', 'merged_into', r.lead_key, 0, 0, r.lead_id, t.lead_id
  from lead as r join lead as t on t.lead_key = r.merged_into_key where r.known = 1 and t.known = 0
    and 1 = 0                                       --? seen
  union all
  select 'lead-assignments', 'lead_id', r.lead_key, r.assigned_at, r.owner_key, t.lead_id, t.lead_id
  from lead_assignment as r join lead as t on t.lead_key = r.lead_key where t.known = 0
    and 1 = 0                                       --? seen
  union all
  select 'lead-assignments', 'owner_id', r.lead_key, r.assigned_at, r.owner_key, l.lead_id, t.owner_id
  from lead_assignment as r join owner as t on t.owner_key = r.owner_key join lead as l on l.lead_key = r.lead_key where t.known = 0
    and r.lead_key in (select lead_key from seen)   --? seen
    and r.owner_key in @seenOwnerKeys               --? seenOwners
  union all
  select 'lead-statuses', 'lead_id', r.lead_key, r.changed_at, r.status, t.lead_id, t.lead_id
  from lead_status_change as r join lead as t on t.lead_key = r.lead_key where t.known = 0
    and 1 = 0                                       --? seen
  union all
  select 'opportunities', 'lead_id', r.opportunity_key, 0, 0, r.opportunity_id, t.lead_id
  from opportunity as r join lead as t on t.lead_key = r.lead_key where r.known = 1 and t.known = 0
    and 1 = 0                                       --? seen
  union all
  select 'opportunities', 'owner_id', r.opportunity_key, 0, 0, r.opportunity_id, t.owner_id
  from opportunity as r join owner as t on t.owner_key = r.owner_key where r.known = 1 and t.known = 0
    and r.lead_key in (select lead_key from seen)   --? seen
    and r.owner_key in @seenOwnerKeys               --? seenOwners
  union all
  select 'opportunity-stages', 'opportunity_id', r.opportunity_key, r.entered_at,
    (select count(*) from opportunity_stage_change as e where e.opportunity_key = r.opportunity_key and e.entered_at = r.entered_at and e.stage < r.stage),
    t.opportunity_id, t.opportunity_id
  from opportunity_stage_change as r join opportunity as t on t.opportunity_key = r.opportunity_key where t.known = 0
    and 1 = 0                                       --? seen
  union all
  select 'activities', 'lead_id', r.activity_key, 0, 0, r.activity_id, t.lead_id
  from activity as r join lead as t on t.lead_key = r.lead_key where r.lead_by_opportunity = 0 and t.known = 0
    and 1 = 0                                       --? seen
  union all
  select 'activities', 'opportunity_id', r.activity_key, 0, 0, r.activity_id, t.opportunity_id
  from activity as r join opportunity as t on t.opportunity_key = r.opportunity_key where t.known = 0
    and 1 = 0                                       --? seen
  union all
  select 'activities', 'owner_id', r.activity_key, 0, 0, r.activity_id, t.owner_id
  from activity as r join owner as t on t.owner_key = r.owner_key where t.known = 0
    and r.lead_key in (select lead_key from seen)   --? seen
    and r.owner_key in @seenOwnerKeys               --? seenOwners
  union all
  select 'orders', 'lead_id', r.order_key, 0, 0, r.order_id, t.lead_id
  from customer_order as r join lead as t on t.lead_key = r.lead_key where r.lead_by_opportunity = 0 and t.known = 0
    and 1 = 0                                       --? seen
  union all
  select 'orders', 'opportunity_id', r.order_key, 0, 0, r.order_id, t.opportunity_id
  from customer_order as r join opportunity as t on t.opportunity_key = r.opportunity_key where t.known = 0
    and 1 = 0                                       --? seen
  union all
  select 'spend', 'source_id', r.spend_key, 0, 0, r.spend_id, t.source_id
  from spend as r join source as t on t.source_key = r.source_key where t.known = 0
    and 1 = 0                                       --? seenOwners
    and r.source_key in @seenSourceKeys             --? seenSources
  union all
  select 'spend', 'campaign_id', r.spend_key, 0, 0, r.spend_id, t.campaign_id
  from spend as r join campaign as t on t.campaign_key = r.campaign_key where t.known = 0
    and 1 = 0                                       --? seenOwners
    and r.source_key in @seenSourceKeys             --? seenSources
    and r.source_key <> 0                           --? seenSources
)
