-- Question:   what do the changes of months come to in their years?
insert into rollup_change (
  --include facts/rollup_columns.sql
)
select
  1,
  c.owner_key,
  y.starts_at,
  c.source_key,
  c.eligibility,
  sum(c.leads),
  sum(c.contacted),
  sum(c.converted_to_opportunity),
  sum(c.converted_to_customer),
  sum(c.converted_to_either),
  sum(c.contacted_and_opportunity),
  sum(c.contacted_and_customer),
  sum(c.contacted_and_either),
  sum(c.reached_contact),
  sum(c.reached_qualified),
  sum(c.reached_opportunity),
  sum(c.judged),
  sum(c.qualified_leads),
  sum(c.decided),
  sum(c.open_leads),
  sum(c.opportunity_count),
  sum(c.won_count),
  sum(c.won_amount),
  sum(c.order_amount),
  sum(c.answered),
  sum(c.answered_within5_minutes),
  sum(c.answered5_minutes_to1_hour),
  sum(c.answered1_to24_hours),
  sum(c.answered24_to72_hours),
  sum(c.never_answered),
  sum(c.closed_unanswered),
  sum(c.response_before_start),
  sum(c.conversion_before_creation),
  sum(c.no_owner_history),
  sum(c.converted_by_status_alone),
  sum(c.missing_rate)
from rollup_change as c
join rollup_span as y on y.level = 1
  and y.starts_at = (select max(b.starts_at) from rollup_span as b where b.level = 1 and b.starts_at <= c.starts_at)
where c.level = 0
group by c.owner_key, y.starts_at, c.source_key, c.eligibility
