-- Question:   how many leads of the period did each owner get?
-- Population: eligible leads of the period, credited by the ownership rule; one row an owner and slot that has any.
-- Time axis:  creation.
-- Columns:    group_key (the owner), slot_at and counts of leads.
with
--include shared/placed_leads_or_cells.sql
select
  o.owner_key as group_key,
  min(p.placed_at) as slot_at,
  sum(p.leads) as leads,
  sum(p.immature) as immature,
  --include shared/defects.sql
--include shared/placed_by_owner.sql
group by o.owner_key
  , p.slot --? slots
