-- Question: which keys do these source ids have?
select source_id as id, source_key as reference_key from source where source_id in @ids
