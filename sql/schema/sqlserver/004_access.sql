-- Who may call: of a key its hash alone is kept.
create table api_key (
  key_id      nvarchar(20) collate Latin1_General_BIN2 not null primary key,
  name        nvarchar(200) not null,
  secret_hash nvarchar(64) not null,   -- SHA-256 of the whole key, hexadecimal
  roles       nvarchar(100) not null,  -- with blanks: read import admin
  scope       nvarchar(max) null,      -- JSON: ownerIds, teams, sourceIds; null without a limit
  records     tinyint not null,        -- whether its holder may see single leads
  created_at  bigint not null,
  expires_at  bigint null,
  revoked_at  bigint null
);

-- What was done: written in the transaction that does it, never changed.
create table audit_entry (
  audit_key   bigint identity(1, 1) not null primary key,
  happened_at bigint not null,
  actor       nvarchar(300) not null,  -- id of a key, subject of a token, or what acted by itself
  action      nvarchar(50) not null,
  subject     nvarchar(200) not null,  -- what it was done to: a dataset, a key, a setting
  result      nvarchar(50) not null,
  details     nvarchar(max) not null   -- JSON: counts and settings, nothing of a person
);
