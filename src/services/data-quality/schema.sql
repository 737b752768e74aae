-- Generated from the migrations. Do not edit.

create schema data_quality;

create table data_quality.cause (
  day date not null,
  facility text not null,
  code text not null,
  severity text not null,
  in_table text not null,
  field text not null,
  message text not null,
  records integer not null,
  constraint cause_pkey PRIMARY KEY (day, facility, code, in_table, field, severity)
);
CREATE INDEX cause_facility ON data_quality.cause USING btree (facility, day);

create table data_quality.day (
  day date not null,
  facility text not null,
  channel text not null,
  kind text not null,
  records integer not null,
  set_aside integer not null,
  with_warnings integer not null,
  with_rules integer not null,
  superseded integer not null,
  repeated integer not null,
  delays integer[] not null,
  no_end integer not null,
  future_end integer not null,
  back_loaded integer not null,
  expected bigint not null,
  filled bigint not null,
  persons integer not null,
  citizen integer not null,
  card integer not null,
  birth integer not null,
  address integer not null,
  constraint day_pkey PRIMARY KEY (day, facility, channel, kind)
);
CREATE INDEX day_facility ON data_quality.day USING btree (facility, day);

create table data_quality.month (
  day date not null,
  facility text not null,
  channel text not null,
  kind text not null,
  records integer not null,
  set_aside integer not null,
  with_warnings integer not null,
  with_rules integer not null,
  superseded integer not null,
  repeated integer not null,
  delays integer[] not null,
  no_end integer not null,
  future_end integer not null,
  back_loaded integer not null,
  expected bigint not null,
  filled bigint not null,
  persons integer not null,
  citizen integer not null,
  card integer not null,
  birth integer not null,
  address integer not null,
  constraint month_pkey PRIMARY KEY (day, facility, channel, kind)
);
CREATE INDEX month_facility_day_idx ON data_quality.month USING btree (facility, day);

create table data_quality.rolled (
  day date not null,
  rolled_at timestamp with time zone not null,
  constraint rolled_pkey PRIMARY KEY (day)
);

create table data_quality.waiting (
  facility text not null,
  open integer not null,
  oldest_at timestamp with time zone not null,
  constraint waiting_pkey PRIMARY KEY (facility)
);
