-- The next migration makes these tables anew. SQL Server compiles a whole batch before it runs, so that one which drops a table may not name columns that
-- only the next one of that name has.
drop table lead_rollup;
drop table rollup_change;

-- The facts are written anew, and the cells with them.
update data_version set rollup_calendar = null;
