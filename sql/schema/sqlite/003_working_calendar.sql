-- Working time, by the calendar of the settings: B(t) is the working milliseconds up to t, and a response took
-- B(attempt) - B(start). The spans do not touch; the first is empty and starts before all time.
create table working_span (
  starts_at     integer primary key,
  ends_at       integer not null,
  worked_before integer not null   -- B(starts_at)
);

alter table lead_fact add column created_clock integer;          -- B of the milestones
alter table lead_fact add column first_assigned_clock integer;
alter table lead_fact add column first_attempt_clock integer;

-- Which calendar the facts were counted by; null where they must be written anew.
alter table data_version add column working_calendar text;
