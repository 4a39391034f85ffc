-- How long a lead took from stage to stage, in milliseconds: columns after others of a query over "placed" or "figure as p".
-- Null where the second event is not counted, or came before the first.
case when p.contact_at >= p.created_at then p.contact_at - p.created_at end as lead_to_contact,
case when p.opportunity_at >= p.first_contact_at then p.opportunity_at - p.first_contact_at end as contact_to_opportunity,
case when p.won_at >= p.first_opportunity_at then p.won_at - p.first_opportunity_at end as opportunity_to_customer,
case when p.won_at >= p.created_at then p.won_at - p.created_at end as lead_to_customer
