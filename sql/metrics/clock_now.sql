-- Question: how much working time had passed by @asOf, in milliseconds? No row before the first import.
select s.worked_before + case when @asOf < s.ends_at then @asOf else s.ends_at end - s.starts_at as clock_now
from working_span as s
where s.starts_at = (select max(w.starts_at) from working_span as w where w.starts_at <= @asOf)
