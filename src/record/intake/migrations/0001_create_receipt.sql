-- Why: what facilities send is kept unchanged before they are answered; every record of a file has its own fate.
-- Keys start with the shard, taken from the receipt's id, which carries a hash of the content.
create table intake.receipt (
  shard          int         not null,
  receipt_id     uuid        not null,
  sha256         bytea       not null,
  received_at    timestamptz not null,
  file_name      text,
  format         text        not null,
  size           bigint      not null,
  facility       text,
  total          int         not null,
  set_aside      int         not null,
  warnings       int         not null,
  headline       text,
  problems       jsonb       not null default '[]',
  primary key (shard, receipt_id),
  unique (shard, sha256)
);
create index receipt_received on intake.receipt (received_at desc, receipt_id desc);
create index receipt_facility on intake.receipt (facility, received_at desc);

-- A receipt has one part, or one for each file of a zip. `sha256` is of the part's bytes as sent.
create table intake.part (
  shard      int    not null,
  receipt_id uuid   not null,
  part       int    not null,
  name       text,
  sha256     bytea  not null,
  size       bigint not null,
  format     text   not null,
  encoding   text   not null,
  facility   text,
  primary key (shard, receipt_id, part)
);

-- The bytes, gzip in pieces, so that one record is read without opening the whole file.
create table intake.chunk (
  shard      int    not null,
  receipt_id uuid   not null,
  part       int    not null,
  start      bigint not null,
  length     int    not null,
  gzip       bytea  not null,
  primary key (shard, receipt_id, part, start)
);
alter table intake.chunk alter column gzip set storage external;

-- One record (HOSO, check-in, certificate) of a receipt.
create table intake.file (
  shard         int         not null,
  receipt_id    uuid        not null,
  file_number   int         not null,
  part          int         not null,
  start         bigint      not null,
  length        int         not null,
  facility      text,
  visit_link_id text,
  norm          text,
  status        text        not null,
  problems      jsonb,
  received_at   timestamptz not null,
  stored_at     timestamptz,
  person_id     uuid,
  attempts      int         not null default 1,
  primary key (shard, receipt_id, file_number)
);
alter table intake.file set (fillfactor = 80);
create index file_set_aside on intake.file (facility, visit_link_id) where status = 'set-aside';
create index file_received on intake.file using brin (received_at) with (pages_per_range = 16);

-- What a facility is called and whose software it runs; typed in by the department, nothing is guessed.
create table intake.facility (
  facility text        not null primary key,
  name     text        not null,
  vendor   text,
  since    timestamptz not null
);

-- Files turned away whole: nothing of them is kept but that they came and why.
create table intake.refusal (
  refusal_id uuid        not null primary key,
  at         timestamptz not null,
  code       text        not null,
  message    text        not null,
  size       bigint,
  file_name  text
);
create index refusal_at on intake.refusal (at desc);
