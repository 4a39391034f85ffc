-- Question:   which leads stand behind a figure?
-- Population: the leads that the figure counts: the same CTE, the same column.
-- Time axis:  the figure's own.
-- Columns:    a lead with its ids and milestones, after the lead @afterLead: in the order of its key, or the oldest first.
with
--include shared/figures.sql
select
  f.lead_key, l.lead_id, w.owner_id, s.source_id, c.campaign_id, f.status, f.qualified,
  f.created_at, f.first_assigned_at, f.first_attempt_at, f.first_contact_at, f.first_opportunity_at, f.first_won_at,
  f.closed_at, f.last_activity_at, f.next_due_at, f.won_amount, f.order_amount,
  f.neglected_uncontacted, f.neglected_idle, f.neglected_overdue, f.neglected_unplanned
from figure as f
join lead as l on l.lead_key = f.lead_key
join owner as w on w.owner_key = f.owner_key
join source as s on s.source_key = f.source_key
join campaign as c on c.campaign_key = f.campaign_key
where f.lead_key > @afterLead                                                    --? !oldestFirst
where (f.created_at > @afterTime or (f.created_at = @afterTime and f.lead_key > @afterLead))   --? oldestFirst
  --include shared/figure_filter.sql
order by f.lead_key                                                              --? !oldestFirst
order by f.created_at, f.lead_key                                                --? oldestFirst
