-- Question:   which opportunities name no lead, so that no figure of leads counts them?
-- Population: every opportunity that has arrived; a limited caller sees none of no lead.
-- Time axis:  none.
-- Columns:    row_key and id, in the order of the key after @afterKey.
select p.opportunity_key as row_key, p.opportunity_id as id
from opportunity as p
where p.opportunity_key > @afterKey
  and p.known = 1
  and p.lead_key is null
  and 1 = 0   --? seen
order by p.opportunity_key
