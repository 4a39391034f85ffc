-- What happened in a period, without reading every lead: who became a customer, which orders came, which opportunities were created and won.
create index lead_fact_won on lead_fact (first_won_at) where first_won_at is not null;
create index customer_order_ordered on customer_order (ordered_at, lead_key, base_amount);
create index opportunity_created on opportunity (created_at, lead_key) where known = 1;
create index opportunity_won on opportunity (closed_at, lead_key, amount, base_amount) where known = 1 and status = 1;
