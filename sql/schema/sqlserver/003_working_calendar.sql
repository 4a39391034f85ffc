-- Working time, by the calendar of the settings: B(t) is the working milliseconds up to t, and a response took
-- B(attempt) - B(start). The spans do not touch; the first is empty and starts before all time.
create table working_span (
  starts_at     bigint not null primary key,
  ends_at       bigint not null,
  worked_before bigint not null   -- B(starts_at)
);

alter table lead_fact add created_clock bigint null;          -- B of the milestones
alter table lead_fact add first_assigned_clock bigint null;
alter table lead_fact add first_attempt_clock bigint null;

-- Which calendar the facts were counted by; null where they must be written anew.
alter table data_version add working_calendar nvarchar(64) null;
