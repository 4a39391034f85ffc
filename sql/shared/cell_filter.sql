-- The question's owners and sources among cells: conditions of a query over "r".
    and r.owner_key in @ownerKeys        --? owners
    and r.source_key in @sourceKeys      --? sources
    and r.owner_key in @seenOwnerKeys    --? seenOwners
    and r.source_key in @seenSourceKeys  --? seenSources
