-- Question: which sources are there, and of which channel? Key 0 is the unknown one.
-- Population: every source, also one that leads refer to and that has not arrived.
select source_key, source_id, name, channel, known from source
