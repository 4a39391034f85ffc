owner_key, source_key, open_load, neglected, neglected_otherwise, neglected_uncontacted, neglected_idle,
neglected_overdue, neglected_unplanned
