-- "placed" with its owner "o", owner by owner where the table lies in that order: by "o.owner_key" nothing is sorted then. It lies in the order of
-- those whom the default rule credits; what is worked out anew, and leads looked for one by one, lie in none.
from owner as o cross join placed as p    --? ownerAt.conversionOrCurrent !past !changing
from placed as p cross join owner as o    --? ownerAt.conversionOrCurrent !past changing
from placed as p cross join owner as o    --? ownerAt.conversionOrCurrent past
from placed as p cross join owner as o    --? !ownerAt.conversionOrCurrent
where p.owner_key = o.owner_key
