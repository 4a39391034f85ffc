-- Question:   which sources and campaigns do the leads name that a limited caller may know of, and the spend?
-- Population: every lead in the scope, by the question's ownership rule, eligible or not; and the spend in it.
-- Time axis:  none: whenever created by @asOf.
-- Columns:    source_key and campaign_key.
with
--include shared/figures.sql
select s.source_key, s.campaign_key
from selected as s
union
select
  case when p.source_key <> 0 then p.source_key else c.source_key end,
  p.campaign_key
from spend as p
join campaign as c on c.campaign_key = p.campaign_key
where 1 = 1
  and 1 = 0                                                                              --? seenOwners
  and case when p.source_key <> 0 then p.source_key else c.source_key end <> 0           --? seenSources
  and case when p.source_key <> 0 then p.source_key else c.source_key end in @seenSourceKeys   --? seenSources
