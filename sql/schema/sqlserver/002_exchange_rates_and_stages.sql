-- What one unit of a currency is worth in the base currency: from a day on, until the next day that has a rate.
create table exchange_rate (
  currency              nvarchar(3) collate Latin1_General_BIN2 not null,
  on_day                int not null,   -- days since 1970-01-01
  rate                  bigint not null,   -- billionths of the base currency
  primary key (currency, on_day)
);

create table opportunity_stage_change (
  opportunity_key       int not null,
  entered_at            bigint not null,
  stage                 nvarchar(200) collate Latin1_General_BIN2 not null,
  primary key (opportunity_key, entered_at, stage)
);
