-- Changes nothing: numbers have no gaps.
update data_version set version = version;
