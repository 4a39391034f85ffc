-- Question:   which orders lead to no lead, neither by their own lead_id nor by their opportunity's?
-- Population: every order; a limited caller sees none of no lead.
-- Time axis:  none.
-- Columns:    row_key and id, in the order of the key after @afterKey.
select r.order_key as row_key, r.order_id as id
from customer_order as r
where r.order_key > @afterKey
  and r.lead_key is null
  and 1 = 0   --? seen
order by r.order_key
