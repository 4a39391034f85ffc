-- Question: which keys do these lead ids have, and when were they created?
select lead_id as id, lead_key as reference_key, created_at from lead where lead_id in @ids
