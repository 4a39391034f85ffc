-- Question:   how many leads are there in the period, whatever the filters and whether eligible or not?
-- Population: every lead of the period.
-- Time axis:  creation.
-- Columns:    their count; and how many of the eligible ones have no owner (no source) and are left out by the filter of owners
--             (of sources) alone: they match the others, and may belong to those asked for.
with
--include shared/figures_or_cells.sql
select
  coalesce(sum(s.leads + s.deleted + s.test + s.merged), 0) as leads
  , coalesce(sum(case when s.owner_key = 0                        --? ownersAsked
      and s.source_key in @sourceKeys                        --? ownersAsked sourcesAsked
      and s.campaign_key in @campaignKeys                    --? ownersAsked campaignsAsked
      and coalesce(s.status, -1) in @statuses                --? ownersAsked statusesAsked
      then s.leads end), 0) as without_owner                 --? ownersAsked
  , coalesce(sum(case when s.source_key = 0                       --? sourcesAsked
      and s.owner_key in @ownerKeys                          --? sourcesAsked ownersAsked
      and s.campaign_key in @campaignKeys                    --? sourcesAsked campaignsAsked
      and coalesce(s.status, -1) in @statuses                --? sourcesAsked statusesAsked
      then s.leads end), 0) as without_source                --? sourcesAsked
from selected as s
where s.of_period = 1
