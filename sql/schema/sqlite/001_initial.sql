-- Instants are BIGINT milliseconds since 1970-01-01T00:00Z, dates are days since 1970-01-01, money is BIGINT
-- ten-thousandths, so that the same arithmetic runs on both engines. Key 0 is the "unassigned / unknown / none" member.
-- known = 0 marks a row that another row referred to before it arrived.

create table data_version (
  one             integer not null primary key check (one = 1),
  version         integer not null,
  changed_at      integer not null,
  latest_event_at integer not null,  -- the latest instant at which anything is said to have happened
  has_planned_activities integer not null,   -- whether any activity ever had a due time
  base_currency text   -- what amounts are in, since the first import
);
insert into data_version (one, version, changed_at, latest_event_at, has_planned_activities) values (1, 0, 0, 0, 0);

create table owner (
  owner_key integer primary key,
  owner_id  text    not null unique,
  known     integer not null default 0,
  name      text,
  team      text,
  active    integer not null default 1,
  capacity  integer
);
insert into owner (owner_key, owner_id, known) values (0, '(unassigned)', 1);

create table source (
  source_key integer primary key,
  source_id  text    not null unique,
  known      integer not null default 0,
  name       text,
  channel    text
);
insert into source (source_key, source_id, known) values (0, '(unknown)', 1);

create table campaign (
  campaign_key integer primary key,
  campaign_id  text    not null unique,
  known        integer not null default 0,
  name         text,
  source_key   integer not null default 0
);
insert into campaign (campaign_key, campaign_id, known) values (0, '(none)', 1);

create table customer (
  customer_key integer primary key,
  customer_id  text    not null unique,
  known        integer not null default 0
);

create table lead (
  lead_key        integer primary key,
  lead_id         text    not null unique,
  known           integer not null default 0,
  created_at      integer,
  owner_key       integer not null default 0,
  source_key      integer not null default 0,
  campaign_key    integer not null default 0,
  status          integer,
  qualified       integer,
  has_name        integer,
  has_email       integer,
  has_phone       integer,
  is_test         integer not null default 0,
  is_deleted      integer not null default 0,
  merged_into_key integer
);

create table lead_assignment (
  lead_key    integer not null,
  assigned_at integer not null,
  owner_key   integer not null,
  primary key (lead_key, assigned_at, owner_key)
) without rowid;

create table lead_status_change (
  lead_key   integer not null,
  changed_at integer not null,
  status     integer not null,
  primary key (lead_key, changed_at, status)
) without rowid;

create table opportunity (
  opportunity_key   integer primary key,
  opportunity_id    text    not null unique,
  known             integer not null default 0,
  lead_key          integer,
  owner_key         integer not null default 0,
  created_at        integer,
  stage             text,
  status            integer,
  amount            integer,
  currency          text,
  base_amount       integer,   -- amount in the base currency; null while there is no rate for it
  probability       integer,   -- ten-thousandths
  expected_close_on integer,
  closed_at         integer,
  lost_reason       text
);
create index opportunity_lead on opportunity (lead_key, known, created_at, status, closed_at, amount, base_amount);

create table activity (
  activity_key         integer primary key,
  activity_id          text    not null unique,
  lead_key             integer,               -- its own lead, else its opportunity's
  lead_by_opportunity  integer not null,      -- 1 where lead_key follows the opportunity
  opportunity_key      integer,
  owner_key            integer not null default 0,
  type                 integer,
  direction            integer not null,
  due_at               integer,
  occurred_at          integer,
  completed            integer not null,
  automated            integer not null
);
create index activity_lead on activity (lead_key, occurred_at, due_at, type, direction, completed, automated);
create index activity_opportunity on activity (opportunity_key) where opportunity_key is not null;

create table customer_order (
  order_key           integer primary key,
  order_id            text    not null unique,
  customer_key        integer not null,
  lead_key            integer,
  lead_by_opportunity integer not null,
  opportunity_key     integer,
  ordered_at          integer not null,
  amount              integer not null,
  cost                integer,
  currency            text,
  base_amount         integer,
  base_cost           integer
);
create index customer_order_lead on customer_order (lead_key, ordered_at, base_amount);
create index customer_order_opportunity on customer_order (opportunity_key) where opportunity_key is not null;

create table spend (
  spend_key    integer primary key,
  spend_id     text    not null unique,
  from_on      integer not null,
  to_on        integer not null,
  kind         integer not null,
  source_key   integer not null default 0,
  campaign_key integer not null default 0,
  amount       integer not null,
  currency     text,
  base_amount  integer
);

-- The leads that the running import touched. Empty between imports.
create table touched_lead (
  lead_key integer primary key
);

-- One row a lead: an accumulating snapshot, written by sql/facts/lead_fact.sql alone. Clustered by the owner that
-- the default ownership rule credits, so that a row an owner is one pass in order.
create table lead_fact (
  credited_owner_key    integer not null,
  created_at            integer not null,
  lead_key              integer not null,
  current_owner_key     integer not null,
  created_owner_key     integer not null,
  first_owner_key       integer not null,
  has_owner_history     integer not null,
  source_key            integer not null,
  campaign_key          integer not null,
  eligibility           integer not null,
  status                integer,
  qualified             integer,
  is_open               integer not null,
  first_assigned_at     integer,
  first_attempt_at      integer,
  first_contact_at      integer,
  first_opportunity_at  integer,
  first_won_at          integer,
  first_converted_at    integer,
  closed_at             integer,
  last_activity_at      integer,
  next_due_at           integer,
  opportunity_count     integer not null,
  won_count             integer not null,
  won_amount            integer not null,
  order_count           integer not null,
  order_amount          integer not null,
  missing_rate_count    integer not null,
  latest_event_at       integer not null,
  primary key (credited_owner_key, created_at, lead_key)
) without rowid;
create unique index lead_fact_lead on lead_fact (lead_key);
create index lead_fact_open on lead_fact
  (credited_owner_key, created_at, eligibility, is_open, first_contact_at, last_activity_at, next_due_at, source_key, campaign_key, status)
  where is_open = 1;
create index lead_fact_excluded on lead_fact (eligibility, created_at) where eligibility > 0;
