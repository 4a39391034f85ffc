-- The touched leads from @firstLead to @lastLead are future-dated no more, until their facts are known.
delete from future_dated_lead
where lead_key in (select t.lead_key from touched_lead as t where t.lead_key >= @firstLead and t.lead_key <= @lastLead)
