-- Instants are BIGINT milliseconds since 1970-01-01T00:00Z, dates are days since 1970-01-01, money is BIGINT
-- ten-thousandths, so that the same arithmetic runs on both engines. Key 0 is the "unassigned / unknown / none" member.
-- known = 0 marks a row that another row referred to before it arrived.

create table data_version (
  one                   tinyint not null primary key check (one = 1),
  version               bigint not null,
  changed_at            bigint not null,
  latest_event_at       bigint not null,  -- the latest instant at which anything is said to have happened
  has_planned_activities tinyint not null,   -- whether any activity ever had a due time
  base_currency nvarchar(3) null   -- what amounts are in, since the first import
);
insert into data_version (one, version, changed_at, latest_event_at, has_planned_activities) values (1, 0, 0, 0, 0);

create table owner (
  owner_key             int identity(1, 1) not null primary key,
  owner_id              nvarchar(200) collate Latin1_General_BIN2 not null unique,
  known                 tinyint not null default 0,
  name                  nvarchar(200) null,
  team                  nvarchar(200) null,
  active                tinyint not null default 1,
  capacity              int null
);
set identity_insert owner on;
insert into owner (owner_key, owner_id, known) values (0, N'(unassigned)', 1);
set identity_insert owner off;

create table source (
  source_key            int identity(1, 1) not null primary key,
  source_id             nvarchar(200) collate Latin1_General_BIN2 not null unique,
  known                 tinyint not null default 0,
  name                  nvarchar(200) null,
  channel               nvarchar(200) null
);
set identity_insert source on;
insert into source (source_key, source_id, known) values (0, N'(unknown)', 1);
set identity_insert source off;

create table campaign (
  campaign_key          int identity(1, 1) not null primary key,
  campaign_id           nvarchar(200) collate Latin1_General_BIN2 not null unique,
  known                 tinyint not null default 0,
  name                  nvarchar(200) null,
  source_key            int not null default 0
);
set identity_insert campaign on;
insert into campaign (campaign_key, campaign_id, known) values (0, N'(none)', 1);
set identity_insert campaign off;

create table customer (
  customer_key          int identity(1, 1) not null primary key,
  customer_id           nvarchar(200) collate Latin1_General_BIN2 not null unique,
  known                 tinyint not null default 0
);

create table lead (
  lead_key              int identity(1, 1) not null primary key,
  lead_id               nvarchar(200) collate Latin1_General_BIN2 not null unique,
  known                 tinyint not null default 0,
  created_at            bigint null,
  owner_key             int not null default 0,
  source_key            int not null default 0,
  campaign_key          int not null default 0,
  status                tinyint null,
  qualified             tinyint null,
  has_name              tinyint null,
  has_email             tinyint null,
  has_phone             tinyint null,
  is_test               tinyint not null default 0,
  is_deleted            tinyint not null default 0,
  merged_into_key       int null
);

create table lead_assignment (
  lead_key              int not null,
  assigned_at           bigint not null,
  owner_key             int not null,
  primary key (lead_key, assigned_at, owner_key)
);

create table lead_status_change (
  lead_key              int not null,
  changed_at            bigint not null,
  status                tinyint not null,
  primary key (lead_key, changed_at, status)
);

create table opportunity (
  opportunity_key       int identity(1, 1) not null primary key,
  opportunity_id        nvarchar(200) collate Latin1_General_BIN2 not null unique,
  known                 tinyint not null default 0,
  lead_key              int null,
  owner_key             int not null default 0,
  created_at            bigint null,
  stage                 nvarchar(200) null,
  status                tinyint null,
  amount                bigint null,
  currency              nvarchar(3) null,
  base_amount           bigint null,   -- amount in the base currency; null while there is no rate for it
  probability           int null,   -- ten-thousandths
  expected_close_on     int null,
  closed_at             bigint null,
  lost_reason           nvarchar(1000) null
);
create index opportunity_lead on opportunity (lead_key, known, created_at, status, closed_at, amount, base_amount);

create table activity (
  activity_key          int identity(1, 1) not null primary key,
  activity_id           nvarchar(200) collate Latin1_General_BIN2 not null unique,
  lead_key              int null,   -- its own lead, else its opportunity's
  lead_by_opportunity   tinyint not null,   -- 1 where lead_key follows the opportunity
  opportunity_key       int null,
  owner_key             int not null default 0,
  type                  tinyint null,
  direction             tinyint not null,
  due_at                bigint null,
  occurred_at           bigint null,
  completed             tinyint not null,
  automated             tinyint not null
);
create index activity_lead on activity (lead_key, occurred_at, due_at, type, direction, completed, automated);
create index activity_opportunity on activity (opportunity_key) where opportunity_key is not null;

create table customer_order (
  order_key             int identity(1, 1) not null primary key,
  order_id              nvarchar(200) collate Latin1_General_BIN2 not null unique,
  customer_key          int not null,
  lead_key              int null,
  lead_by_opportunity   tinyint not null,
  opportunity_key       int null,
  ordered_at            bigint not null,
  amount                bigint not null,
  cost                  bigint null,
  currency              nvarchar(3) null,
  base_amount           bigint null,
  base_cost             bigint null
);
create index customer_order_lead on customer_order (lead_key, ordered_at, base_amount);
create index customer_order_opportunity on customer_order (opportunity_key) where opportunity_key is not null;

create table spend (
  spend_key    int identity(1, 1) not null primary key,
  spend_id     nvarchar(200) collate Latin1_General_BIN2 not null unique,
  from_on      int not null,
  to_on        int not null,
  kind         tinyint not null,
  source_key   int not null default 0,
  campaign_key int not null default 0,
  amount       bigint not null,
  currency     nvarchar(3) null,
  base_amount  bigint null
);

-- The leads that the running import touched. Empty between imports.
create table touched_lead (
  lead_key              int not null primary key
);

-- One row a lead: an accumulating snapshot, written by sql/facts/lead_fact.sql alone. Clustered by the owner that
-- the default ownership rule credits, so that a row an owner is one pass in order.
create table lead_fact (
  credited_owner_key    int not null,
  created_at            bigint not null,
  lead_key              int not null,
  current_owner_key     int not null,
  created_owner_key     int not null,
  first_owner_key       int not null,
  has_owner_history     tinyint not null,
  source_key            int not null,
  campaign_key          int not null,
  eligibility           tinyint not null,
  status                tinyint null,
  qualified             tinyint null,
  is_open               tinyint not null,
  first_assigned_at     bigint null,
  first_attempt_at      bigint null,
  first_contact_at      bigint null,
  first_opportunity_at  bigint null,
  first_won_at          bigint null,
  first_converted_at    bigint null,
  closed_at             bigint null,
  last_activity_at      bigint null,
  next_due_at           bigint null,
  opportunity_count     int not null,
  won_count             int not null,
  won_amount            bigint not null,
  order_count           int not null,
  order_amount          bigint not null,
  missing_rate_count    int not null,
  latest_event_at       bigint not null,
  primary key (credited_owner_key, created_at, lead_key)
);
create unique index lead_fact_lead on lead_fact (lead_key);
create index lead_fact_open on lead_fact (credited_owner_key, created_at)
  include (eligibility, is_open, first_contact_at, last_activity_at, next_due_at, source_key, campaign_key, status)
  where is_open = 1;
create index lead_fact_excluded on lead_fact (eligibility, created_at) where eligibility > 0;
