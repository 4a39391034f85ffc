-- The leads of which something is said to have happened after the clock of the import that read it: no cell and no open load counts them, and
-- they are read one by one. An import that finds the instant passed counts them like the others.
create table future_dated_lead (
  lead_key        integer primary key,
  latest_event_at integer not null
);

-- data_version.latest_event_at is of the others: what the cells and the open load are as of.
alter table data_version add column latest_future_dated_at integer not null default 0;

-- The facts are written anew, and these with them.
update data_version set rollup_calendar = null;
