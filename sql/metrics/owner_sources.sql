-- Question:   of each owner's leads, how many came from each source, and how many of them converted?
-- Population: eligible leads of the period; with a window those that are not immature.
-- Time axis:  creation (the cohort), and what had become of each lead by @asOf; or its resolution.
-- Columns:    owner_key, source_key and counts of leads, read one by one and so of one type.
with
--include shared/figures_or_cells.sql
select f.owner_key, f.source_key, sum(cast(f.mature as bigint)) as leads, sum(cast(f.converted as bigint)) as converted
from figure as f
group by f.owner_key, f.source_key
