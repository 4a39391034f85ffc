-- Question:   what may the holder of a key do?
-- Population: the key of an id, also one that has expired or was revoked.
-- Time axis:  none.
-- Columns:    all that is kept of the key.
select
  k.key_id, k.name, k.secret_hash, k.roles, k.scope, k.records, k.created_at, k.expires_at, k.revoked_at
from api_key as k
where k.key_id = @id
