-- Question:   what do the touched leads from @firstLead to @lastLead add to the cells of their months; with @sign = -1,
--             what do they take from them?
-- Population: the eligible ones, by the facts as they stand.
with
--include shared/figures.sql
insert into rollup_change (
  --include facts/rollup_columns.sql
)
select
  0,
  f.owner_key,
  m.starts_at,
  f.source_key,
  0,
  @sign * sum(cast(f.leads as bigint)),
  @sign * sum(cast(f.contacted as bigint)),
  @sign * sum(cast(f.converted_to_opportunity as bigint)),
  @sign * sum(cast(f.converted_to_customer as bigint)),
  @sign * sum(cast(f.converted_to_either as bigint)),
  @sign * sum(cast(f.contacted * f.converted_to_opportunity as bigint)),
  @sign * sum(cast(f.contacted * f.converted_to_customer as bigint)),
  @sign * sum(cast(f.contacted * f.converted_to_either as bigint)),
  @sign * sum(cast(f.reached_contact as bigint)),
  @sign * sum(cast(f.reached_qualified as bigint)),
  @sign * sum(cast(f.reached_opportunity as bigint)),
  @sign * sum(cast(f.judged as bigint)),
  @sign * sum(cast(f.qualified_leads as bigint)),
  @sign * sum(cast(f.decided as bigint)),
  @sign * sum(cast(f.open_leads as bigint)),
  @sign * sum(cast(f.opportunity_count as bigint)),
  @sign * sum(cast(f.won_count as bigint)),
  @sign * sum(cast(f.won_amount as bigint)),
  @sign * sum(cast(f.order_amount as bigint)),
  @sign * sum(cast(f.answered as bigint)),
  @sign * sum(cast(f.answered_within5_minutes as bigint)),
  @sign * sum(cast(f.answered5_minutes_to1_hour as bigint)),
  @sign * sum(cast(f.answered1_to24_hours as bigint)),
  @sign * sum(cast(f.answered24_to72_hours as bigint)),
  @sign * sum(cast(f.never_answered as bigint)),
  @sign * sum(cast(f.never_answered * (1 - f.is_open) as bigint)),
  @sign * sum(cast(f.response_before_start as bigint)),
  @sign * sum(cast(f.conversion_before_creation as bigint)),
  @sign * sum(cast(f.no_owner_history as bigint)),
  @sign * sum(cast(f.converted_by_status_alone as bigint)),
  @sign * sum(cast(f.missing_rate as bigint))
from figure as f
join rollup_span as m on m.level = 0 and f.created_at < m.ends_at
  and m.starts_at = (select max(b.starts_at) from rollup_span as b where b.level = 0 and b.starts_at <= f.created_at)
group by f.owner_key, m.starts_at, f.source_key
