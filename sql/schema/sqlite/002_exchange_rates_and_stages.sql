-- What one unit of a currency is worth in the base currency: from a day on, until the next day that has a rate.
create table exchange_rate (
  currency text    not null,
  on_day   integer not null,   -- days since 1970-01-01
  rate     integer not null,   -- billionths of the base currency
  primary key (currency, on_day)
) without rowid;

create table opportunity_stage_change (
  opportunity_key integer not null,
  entered_at      integer not null,
  stage           text    not null,
  primary key (opportunity_key, entered_at, stage)
) without rowid;
