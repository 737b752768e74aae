-- Generated from the migrations. Do not edit.

create schema intake;

create table intake.chunk (
  shard integer not null,
  receipt_id uuid not null,
  part integer not null,
  start bigint not null,
  length integer not null,
  gzip bytea not null,
  bucket text not null default 'first'::text,
  constraint chunk_pkey PRIMARY KEY (shard, receipt_id, part, start, bucket)
) partition by LIST (bucket);

create table intake.chunk_first partition of intake.chunk FOR VALUES IN ('first');

create table intake.chunk_other partition of intake.chunk DEFAULT;

create table intake.csv_mapping (
  owner text not null,
  header_digest bytea not null,
  version integer not null,
  list text not null,
  name text not null,
  body jsonb not null,
  restores integer,
  made_at timestamp with time zone not null,
  constraint csv_mapping_pkey PRIMARY KEY (owner, header_digest, version)
);

create table intake.dropped_bucket (
  bucket text not null,
  dropped_at timestamp with time zone not null,
  constraint dropped_bucket_pkey PRIMARY KEY (bucket)
);

create table intake.facility (
  facility text not null,
  name text not null,
  vendor text,
  since timestamp with time zone not null,
  constraint facility_pkey PRIMARY KEY (facility)
);

create table intake.file (
  shard integer not null,
  receipt_id uuid not null,
  file_number integer not null,
  part integer not null,
  start bigint not null,
  length integer not null,
  facility text,
  visit_link_id text,
  norm text,
  status text not null,
  problems jsonb,
  received_at timestamp with time zone not null,
  stored_at timestamp with time zone,
  person_id uuid,
  attempts integer not null default 1,
  kind text,
  ended_at timestamp with time zone,
  expected integer,
  filled integer,
  identity smallint,
  warnings integer,
  rules integer,
  constraint file_pkey PRIMARY KEY (shard, receipt_id, file_number)
) with (fillfactor=80);
CREATE INDEX file_received ON intake.file USING brin (received_at) WITH (pages_per_range='16');
CREATE INDEX file_set_aside ON intake.file USING btree (facility, visit_link_id) WHERE (status = 'set-aside'::text);

create table intake.part (
  shard integer not null,
  receipt_id uuid not null,
  part integer not null,
  name text,
  sha256 bytea not null,
  size bigint not null,
  format text not null,
  encoding text not null,
  facility text,
  bucket text not null default 'first'::text,
  kept text,
  signature jsonb,
  constraint part_pkey PRIMARY KEY (shard, receipt_id, part)
);

create table intake.receipt (
  shard integer not null,
  receipt_id uuid not null,
  sha256 bytea not null,
  received_at timestamp with time zone not null,
  file_name text,
  format text not null,
  size bigint not null,
  facility text,
  total integer not null,
  set_aside integer not null,
  warnings integer not null,
  headline text,
  problems jsonb not null default '[]'::jsonb,
  channel text not null default 'http'::text,
  lane text not null default 'live'::text,
  constraint receipt_pkey PRIMARY KEY (shard, receipt_id),
  constraint receipt_shard_sha256_key UNIQUE (shard, sha256)
);
CREATE INDEX receipt_facility ON intake.receipt USING btree (facility, received_at DESC);
CREATE INDEX receipt_received ON intake.receipt USING btree (received_at DESC, receipt_id DESC);

create table intake.refusal (
  refusal_id uuid not null,
  at timestamp with time zone not null,
  code text not null,
  message text not null,
  size bigint,
  file_name text,
  constraint refusal_pkey PRIMARY KEY (refusal_id)
);
CREATE INDEX refusal_at ON intake.refusal USING btree (at DESC);
