-- The defects of the leads at a place, each a figure of its own: columns after the counts of a query over "placed as p". The
-- last two are those of a defect that a rate would count.
sum(p.missing_owner) as missing_owner,
sum(p.unknown_source) as unknown_source,
sum(p.conversion_before_creation) as conversion_before_creation,
sum(p.response_before_start) as response_before_start,
sum(p.no_owner_history) as no_owner_history,
sum(p.converted_by_status_alone) as converted_by_status_alone,
sum(p.missing_rate) as missing_rate,
sum(p.convertible_by_status_alone) as convertible_by_status_alone,
sum(p.due_before_start) as due_before_start
