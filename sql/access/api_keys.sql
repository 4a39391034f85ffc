-- Question:   which keys are there?
-- Population: all keys, also those that have expired or were revoked.
-- Time axis:  none.
-- Columns:    all that is kept of a key, the oldest first.
select
  k.key_id, k.name, k.secret_hash, k.roles, k.scope, k.records, k.created_at, k.expires_at, k.revoked_at
from api_key as k
order by k.created_at, k.key_id
