-- Question: which keys do these campaign ids have?
select campaign_id as id, campaign_key as reference_key from campaign where campaign_id in @ids
