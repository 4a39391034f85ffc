-- Question: which migration was the last?
select max(version) as version from schema_migration
