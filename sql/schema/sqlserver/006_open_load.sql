-- How many open leads each owner has of each source, and which of them are neglected and why: as of data_version.latest_event_at
-- and by the defaults of the parameters. Written with the facts; whatever changes by itself afterwards is read from the leads.
create table open_load (
  owner_key             int not null,
  source_key            int not null,
  open_load             int not null,
  neglected             int not null,   -- for any reason
  neglected_otherwise   int not null,   -- for another reason than that nothing is planned
  neglected_uncontacted int not null,
  neglected_idle        int not null,
  neglected_overdue     int not null,
  neglected_unplanned   int not null,
  primary key (owner_key, source_key)
);

-- What the running import adds to them and takes from them. Empty between imports.
create table open_load_change (
  owner_key             int not null,
  source_key            int not null,
  open_load             int not null,
  neglected             int not null,
  neglected_otherwise   int not null,
  neglected_uncontacted int not null,
  neglected_idle        int not null,
  neglected_overdue     int not null,
  neglected_unplanned   int not null
);

-- Which open leads become neglected between two instants.
create index lead_fact_uncontacted on lead_fact (created_at) where is_open = 1 and first_contact_at is null;
create index lead_fact_idle on lead_fact (last_activity_at) where is_open = 1 and last_activity_at is not null;
create index lead_fact_due on lead_fact (next_due_at) where is_open = 1 and next_due_at is not null;

-- How long after the beginning of its span each lead of a cell was created that still waits for its first response: packed as durations are.
alter table lead_rollup_times add waiting varbinary(max) null;
alter table rollup_times_change add waiting varbinary(max) null;
drop index lead_fact_waiting on lead_fact;

-- No lead was created before this instant.
alter table data_version add earliest_lead_at bigint not null default 9223372036854775807;

-- The facts are written anew, and these with them.
update data_version set rollup_calendar = null;
