-- The open leads that become neglected, or neglected for one reason more, between @changedFrom and @changedUntil: column lead_key.
select u.lead_key from lead_fact as u
where u.is_open = 1 and u.first_contact_at is null
  and u.created_at >= @changedFrom - @uncontactedAfter and u.created_at < @changedUntil - @uncontactedAfter
union
select i.lead_key from lead_fact as i
where i.is_open = 1 and i.last_activity_at >= @changedFrom - @idleAfter and i.last_activity_at < @changedUntil - @idleAfter
union
select d.lead_key from lead_fact as d
where d.is_open = 1 and d.next_due_at >= @changedFrom and d.next_due_at < @changedUntil
