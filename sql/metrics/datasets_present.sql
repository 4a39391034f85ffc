-- Question:   which datasets have rows?
-- Population: one row a dataset; a row that is only referred to does not count. Of a limited caller: rows of their leads, owners and
--             sources, by the facts as they stand; rates are everybody's.
with                                                                              --? seen
--include shared/seen.sql --? seen
select 'owners' as dataset, case when exists (select 1 from owner as r where r.known = 1 and r.owner_key <> 0
    and r.owner_key in @seenOwnerKeys                                             --? seenOwners
  ) then 1 else 0 end as present
union all select 'sources', case when exists (select 1 from source as r where r.known = 1 and r.source_key <> 0
    and r.source_key in @seenSourceKeys                                           --? seenSources
  ) then 1 else 0 end
union all select 'campaigns', case when exists (select 1 from campaign as r where r.known = 1 and r.campaign_key <> 0
    and (1 = 0                                                                    --? seen
      or r.source_key in @seenSourceKeys                                          --? seen seenSources !seenOwners
      or exists (select 1 from lead_fact as f where f.campaign_key = r.campaign_key and f.lead_key in (select lead_key from seen)))   --? seen
  ) then 1 else 0 end
union all select 'exchange-rates', case when exists (select 1 from exchange_rate) then 1 else 0 end
union all select 'leads', case when exists (select 1 from lead as r where r.known = 1
    and r.lead_key in (select lead_key from seen)                                 --? seen
  ) then 1 else 0 end
union all select 'lead-assignments', case when exists (select 1 from lead_assignment as r
    where r.lead_key in (select lead_key from seen)                               --? seen
  ) then 1 else 0 end
union all select 'lead-statuses', case when exists (select 1 from lead_status_change as r
    where r.lead_key in (select lead_key from seen)                               --? seen
  ) then 1 else 0 end
union all select 'opportunities', case when exists (select 1 from opportunity as r where r.known = 1
    and r.lead_key in (select lead_key from seen)                                 --? seen
  ) then 1 else 0 end
union all select 'opportunity-stages', case when exists (select 1 from opportunity_stage_change as r
    join opportunity as p on p.opportunity_key = r.opportunity_key                --? seen
    where p.lead_key in (select lead_key from seen)                               --? seen
  ) then 1 else 0 end
union all select 'activities', case when exists (select 1 from activity as r
    where r.lead_key in (select lead_key from seen)                               --? seen
  ) then 1 else 0 end
union all select 'orders', case when exists (select 1 from customer_order as r
    where r.lead_key in (select lead_key from seen)                               --? seen
  ) then 1 else 0 end
union all select 'spend', case when exists (select 1 from spend as r
    join campaign as c on c.campaign_key = r.campaign_key                         --? seen
    where 1 = 1
    and 1 = 0                                                                     --? seenOwners
    and (r.source_key <> 0 or c.source_key <> 0)                                  --? seen seenSources
    and case when r.source_key <> 0 then r.source_key else c.source_key end in @seenSourceKeys   --? seen seenSources
  ) then 1 else 0 end
