-- Question:   which datasets have rows?
-- Population: one row a dataset; a row that is only referred to does not count.
select 'owners' as dataset, case when exists (select 1 from owner where known = 1 and owner_key <> 0) then 1 else 0 end as present
union all select 'sources', case when exists (select 1 from source where known = 1 and source_key <> 0) then 1 else 0 end
union all select 'campaigns', case when exists (select 1 from campaign where known = 1 and campaign_key <> 0) then 1 else 0 end
union all select 'exchange-rates', case when exists (select 1 from exchange_rate) then 1 else 0 end
union all select 'leads', case when exists (select 1 from lead where known = 1) then 1 else 0 end
union all select 'lead-assignments', case when exists (select 1 from lead_assignment) then 1 else 0 end
union all select 'lead-statuses', case when exists (select 1 from lead_status_change) then 1 else 0 end
union all select 'opportunities', case when exists (select 1 from opportunity where known = 1) then 1 else 0 end
union all select 'opportunity-stages', case when exists (select 1 from opportunity_stage_change) then 1 else 0 end
union all select 'activities', case when exists (select 1 from activity) then 1 else 0 end
union all select 'orders', case when exists (select 1 from customer_order) then 1 else 0 end
union all select 'spend', case when exists (select 1 from spend) then 1 else 0 end
