-- Roll-ups: what adds up of lead_fact, by local months and years of the installation x credited owner x source, so that a
-- question about whole months reads cells and not leads. Kept in step with the facts, in the same transaction
-- (src/LeadMetrics/Import/Rollups.cs); sql/shared/rolled.sql reads them with the columns of sql/shared/figures.sql.

-- The spans that cells are of, in instants: level 0 months, 1 years. Those of a level touch and do not overlap.
create table rollup_span (
  level     integer not null,
  starts_at integer not null,
  ends_at   integer not null,
  primary key (level, starts_at)
) without rowid;

-- Counts of leads and sums of amounts, each as sql/shared/figures.sql has it by its defaults; of leads that are not
-- eligible only how many there are.
create table lead_rollup (
  level                      integer not null,
  owner_key                  integer not null,
  starts_at                  integer not null,
  source_key                 integer not null,
  eligibility                integer not null,
  leads                      integer not null default 0,
  contacted                  integer not null default 0,
  converted_to_opportunity   integer not null default 0,
  converted_to_customer      integer not null default 0,
  converted_to_either        integer not null default 0,
  contacted_and_opportunity  integer not null default 0,
  contacted_and_customer     integer not null default 0,
  contacted_and_either       integer not null default 0,
  reached_contact            integer not null default 0,
  reached_qualified          integer not null default 0,
  reached_opportunity        integer not null default 0,
  judged                     integer not null default 0,
  qualified_leads            integer not null default 0,
  decided                    integer not null default 0,
  open_leads                 integer not null default 0,
  opportunity_count          integer not null default 0,
  won_count                  integer not null default 0,
  won_amount                 integer not null default 0,
  order_amount               integer not null default 0,
  answered                   integer not null default 0,
  answered_within5_minutes   integer not null default 0,
  answered5_minutes_to1_hour integer not null default 0,
  answered1_to24_hours       integer not null default 0,
  answered24_to72_hours      integer not null default 0,
  never_answered             integer not null default 0,
  closed_unanswered          integer not null default 0,
  response_before_start      integer not null default 0,
  conversion_before_creation integer not null default 0,
  no_owner_history           integer not null default 0,
  converted_by_status_alone  integer not null default 0,
  missing_rate               integer not null default 0,
  primary key (level, owner_key, starts_at, source_key, eligibility)
) without rowid;
create index lead_rollup_empty on lead_rollup (leads) where leads = 0;

-- What the running import adds to cells, and takes from them; several rows a cell. Empty between imports.
create table rollup_change (
  level                      integer not null,
  owner_key                  integer not null,
  starts_at                  integer not null,
  source_key                 integer not null,
  eligibility                integer not null,
  leads                      integer not null default 0,
  contacted                  integer not null default 0,
  converted_to_opportunity   integer not null default 0,
  converted_to_customer      integer not null default 0,
  converted_to_either        integer not null default 0,
  contacted_and_opportunity  integer not null default 0,
  contacted_and_customer     integer not null default 0,
  contacted_and_either       integer not null default 0,
  reached_contact            integer not null default 0,
  reached_qualified          integer not null default 0,
  reached_opportunity        integer not null default 0,
  judged                     integer not null default 0,
  qualified_leads            integer not null default 0,
  decided                    integer not null default 0,
  open_leads                 integer not null default 0,
  opportunity_count          integer not null default 0,
  won_count                  integer not null default 0,
  won_amount                 integer not null default 0,
  order_amount               integer not null default 0,
  answered                   integer not null default 0,
  answered_within5_minutes   integer not null default 0,
  answered5_minutes_to1_hour integer not null default 0,
  answered1_to24_hours       integer not null default 0,
  answered24_to72_hours      integer not null default 0,
  never_answered             integer not null default 0,
  closed_unanswered          integer not null default 0,
  response_before_start      integer not null default 0,
  conversion_before_creation integer not null default 0,
  no_owner_history           integer not null default 0,
  converted_by_status_alone  integer not null default 0,
  missing_rate               integer not null default 0
);

-- How long the eligible leads of a cell took: each duration in milliseconds, packed (src/LeadMetrics/Results/PackedTimes.cs).
create table lead_rollup_times (
  level                   integer not null,
  owner_key               integer not null,
  starts_at               integer not null,
  source_key              integer not null,
  duration_count          integer not null,
  response                blob,
  lead_to_contact         blob,
  contact_to_opportunity  blob,
  opportunity_to_customer blob,
  lead_to_customer        blob,
  primary key (level, owner_key, starts_at, source_key)
);
create index lead_rollup_times_empty on lead_rollup_times (duration_count) where duration_count = 0;

-- The cells that the running import has changed, as they become. Empty between imports.
create table rollup_times_change (
  level                   integer not null,
  owner_key               integer not null,
  starts_at               integer not null,
  source_key              integer not null,
  duration_count          integer not null,
  response                blob,
  lead_to_contact         blob,
  contact_to_opportunity  blob,
  opportunity_to_customer blob,
  lead_to_customer        blob,
  primary key (level, owner_key, starts_at, source_key)
);

-- Open leads that nobody has answered: how long they wait is told when it is asked.
create index lead_fact_waiting on lead_fact (credited_owner_key, created_at, eligibility, source_key, is_open, first_attempt_at)
  where is_open = 1 and first_attempt_at is null;

-- Which spans the cells are of; null where they must be written anew.
alter table data_version add column rollup_calendar text;
