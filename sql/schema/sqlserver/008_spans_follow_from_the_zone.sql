-- The months and years that cells are of follow from data_version.rollup_calendar, which names their zone (src/LeadMetrics/Import/RollupCalendar.cs).
drop table rollup_span;
