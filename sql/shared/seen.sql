-- The leads that a limited caller may know of, in the CTE "seen": by the facts as they stand and the default ownership rule,
-- since what is asked of them takes no other.
seen as (
  select f.lead_key
  from lead_fact as f
  where 1 = 1
    and f.credited_owner_key in @seenOwnerKeys   --? seenOwners
    and f.source_key in @seenSourceKeys          --? seenSources
)
