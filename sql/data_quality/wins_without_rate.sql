-- Question:   which opportunities won in the period have an amount that no rate is known for?
-- Population: opportunities of eligible leads, whenever the lead was created: those of missing_rates in won_flows.sql.
-- Time axis:  their closing.
-- Columns:    row_key, id and the currency, in the order of the key after @afterKey.
with
--include shared/figures.sql
select p.opportunity_key as row_key, p.opportunity_id as id, p.currency as named
from opportunity as p
join figure as f on f.lead_key = p.lead_key
where p.opportunity_key > @afterKey
  and p.known = 1
  and p.status = 1
  and p.closed_at >= @fromUtc
  and p.closed_at < @toUtc
  and p.amount is not null
  and p.base_amount is null
order by p.opportunity_key
