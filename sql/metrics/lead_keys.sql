-- Question: which keys do these lead ids have?
select lead_id as id, lead_key as reference_key from lead where lead_id in @ids
