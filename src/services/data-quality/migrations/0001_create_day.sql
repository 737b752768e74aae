-- Why: the board compares hundreds of facilities over two years in one glance; it reads sums of closed days and months kept
-- here, and never the intake's own rows.

create table data_quality.day (
  day           date   not null,
  facility      text   not null,
  channel       text   not null,
  kind          text   not null,
  records       int    not null,
  set_aside     int    not null,
  with_warnings int    not null,
  with_rules    int    not null,
  superseded    int    not null,
  repeated      int    not null,
  -- By class of delay (delayEdges), the last one for what came later still.
  delays        int[]  not null,
  no_end        int    not null,
  future_end    int    not null,
  back_loaded   int    not null,
  expected      bigint not null,
  filled        bigint not null,
  persons       int    not null,
  citizen       int    not null,
  card          int    not null,
  birth         int    not null,
  address       int    not null,
  primary key (day, facility, channel, kind)
);
create index day_facility on data_quality.day (facility, day);

-- The same sums by calendar month: `day` is its first day. Two years of 300 facilities are some 30,000 rows.
create table data_quality.month (like data_quality.day including all);

create table data_quality.cause (
  day      date not null,
  facility text not null,
  code     text not null,
  severity text not null,
  -- '' where the problem names none.
  in_table text not null,
  field    text not null,
  message  text not null,
  records  int  not null,
  primary key (day, facility, code, in_table, field, severity)
);
create index cause_facility on data_quality.cause (facility, day);

-- What waited for somebody when it was last looked at.
create table data_quality.waiting (
  facility  text        not null primary key,
  open      int         not null,
  oldest_at timestamptz not null
);

create table data_quality.rolled (
  day       date        not null primary key,
  rolled_at timestamptz not null
);
