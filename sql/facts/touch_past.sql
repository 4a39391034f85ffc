-- Question:   of which leads of the question did anything happen after @asOf?
-- Population: those of which it is not worked out yet what had become of them by then. Where these can only be future-dated (futureDatedAlone) they
--             are not looked for among all leads.
insert into "#touched_lead" (lead_key)
select f.lead_key
from lead_fact as f                                                                    --? !futureDatedAlone
where f.latest_event_at > @asOf and f.created_at < @bornUntil                          --? !futureDatedAlone
  and f.created_at >= @fromUtc                                                         --? !futureDatedAlone period basis.cohort
from future_dated_lead as f where f.latest_event_at > @asOf                            --? futureDatedAlone
  and f.lead_key not in (select a.lead_key from "#lead_as_of" as a where a.as_of = @asOf)
