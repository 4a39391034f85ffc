-- Question:   how much is there that a defect could be in?
-- Population: every row that has arrived; of a limited caller those of their leads, as in shared/dangling.sql.
-- Time axis:  none.
-- Columns:    one row a dataset: its rows; how many of them name an owner, source, campaign, lead or opportunity; how many have
--             the time at which they happened, and how many that of a closing; and how many lead to no lead.
with                                             --? seen
--include shared/seen.sql --? seen
select
  'campaigns' as dataset, count(*) as row_count,
  0 as of_owner, count(case when r.source_key <> 0 then 1 end) as of_source, 0 as of_campaign, 0 as of_lead, 0 as of_opportunity,
  0 as happened, 0 as closed, 0 as without_lead
from campaign as r where r.known = 1 and r.campaign_key <> 0
  and 1 = 0                                      --? seenOwners
  and r.source_key in @seenSourceKeys            --? seenSources
union all
select
  'leads', count(*),
  count(case when r.owner_key <> 0
    and r.owner_key in @seenOwnerKeys            --? seenOwners
    then 1 end),
  count(case when r.source_key <> 0 then 1 end), count(case when r.campaign_key <> 0 then 1 end),
  count(r.merged_into_key), 0, count(*), 0, 0    --? !seen
  0, 0, count(*), 0, 0                           --? seen
from lead as r where r.known = 1
  and r.lead_key in (select lead_key from seen)  --? seen
union all
select
  'lead-assignments', count(*),
  count(*), 0, 0, count(*), 0, count(*), 0, 0    --? !seen
  count(case when 1 = 1                          --? seen
    and r.owner_key in @seenOwnerKeys            --? seen seenOwners
    then 1 end), 0, 0, 0, 0, count(*), 0, 0      --? seen
from lead_assignment as r
where r.lead_key in (select lead_key from seen)  --? seen
union all
select
  'lead-statuses', count(*), 0, 0, 0,
  count(*), 0, count(*), 0, 0                    --? !seen
  0, 0, count(*), 0, 0                           --? seen
from lead_status_change as r
where r.lead_key in (select lead_key from seen)  --? seen
union all
select
  'opportunities', count(*),
  count(case when r.owner_key <> 0
    and r.owner_key in @seenOwnerKeys            --? seenOwners
    then 1 end), 0, 0,
  count(r.lead_key),                             --? !seen
  0,                                             --? seen
  0, count(*), count(r.closed_at), count(case when r.lead_key is null then 1 end)
from opportunity as r where r.known = 1
  and r.lead_key in (select lead_key from seen)  --? seen
union all
select
  'opportunity-stages', count(*), 0, 0, 0, 0,
  count(*), count(*), 0, 0                       --? !seen
  0, count(*), 0, 0                              --? seen
from opportunity_stage_change as r
join opportunity as p on p.opportunity_key = r.opportunity_key   --? seen
where p.lead_key in (select lead_key from seen)                  --? seen
union all
select
  'activities', count(*),
  count(case when r.owner_key <> 0
    and r.owner_key in @seenOwnerKeys            --? seenOwners
    then 1 end), 0, 0,
  count(case when r.lead_by_opportunity = 0 then 1 end), count(r.opportunity_key),   --? !seen
  0, 0,                                          --? seen
  count(r.occurred_at), 0, 0
from activity as r
where r.lead_key in (select lead_key from seen)  --? seen
union all
select
  'orders', count(*), 0, 0, 0,
  count(case when r.lead_by_opportunity = 0 then 1 end), count(r.opportunity_key),   --? !seen
  0, 0,                                          --? seen
  count(*), 0, count(case when r.lead_key is null then 1 end)
from customer_order as r
where r.lead_key in (select lead_key from seen)  --? seen
union all
select
  'spend', count(*), 0,
  count(case when r.source_key <> 0 then 1 end),
  count(case when r.campaign_key <> 0
    and r.source_key <> 0                        --? seenSources
    then 1 end), 0, 0,
  0, 0, 0
from spend as r
where 1 = 1
  and 1 = 0                                      --? seenOwners
  and r.source_key in @seenSourceKeys            --? seenSources
