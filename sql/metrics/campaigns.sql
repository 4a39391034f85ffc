-- Question: which campaigns are there? Key 0 is none.
-- Population: every campaign, also one that leads refer to and that has not arrived.
select campaign_key, campaign_id, name from campaign
