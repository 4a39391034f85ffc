-- Question:   may a limited caller know of a lead?
-- Population: every lead in the scope, by the question's ownership rule, eligible or not.
-- Time axis:  none: whenever created by @asOf.
-- Columns:    1 or 0.
with
--include shared/figures.sql
select count(*) as leads
from selected as s
where s.lead_key = @leadKey
