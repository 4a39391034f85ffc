-- Who may call: of a key its hash alone is kept.
create table api_key (
  key_id      text    not null primary key,
  name        text    not null,
  secret_hash text    not null,      -- SHA-256 of the whole key, hexadecimal
  roles       text    not null,      -- with blanks: read import admin
  scope       text,                  -- JSON: ownerIds, teams, sourceIds; null without a limit
  records     integer not null,      -- whether its holder may see single leads
  created_at  integer not null,
  expires_at  integer,
  revoked_at  integer
);

-- What was done: written in the transaction that does it, never changed.
create table audit_entry (
  audit_key   integer primary key,
  happened_at integer not null,
  actor       text    not null,      -- id of a key, subject of a token, or what acted by itself
  action      text    not null,
  subject     text    not null,      -- what it was done to: a dataset, a key, a setting
  result      text    not null,
  details     text    not null       -- JSON: counts and settings, nothing of a person
);
