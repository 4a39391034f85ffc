-- "placed" with its owner "o", owner by owner where the table lies in that order (byOwner): by "o.owner_key" nothing is sorted then.
from owner as o cross join placed as p    --? byOwner
from placed as p cross join owner as o    --? !byOwner
where p.owner_key = o.owner_key
