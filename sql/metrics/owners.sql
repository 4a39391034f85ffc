-- Question:   who are the lead owners? Key 0 is the unassigned one.
-- Population: every owner, also one that leads refer to and that has not arrived.
select owner_key, owner_id, name, team, active, capacity from owner
