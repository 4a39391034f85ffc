-- Removes the facts of the touched leads from @firstLead to @lastLead, before they are written anew.
delete from lead_fact
where lead_key >= @firstLead and lead_key <= @lastLead
  and lead_key in (select lead_key from touched_lead where lead_key >= @firstLead and lead_key <= @lastLead)
