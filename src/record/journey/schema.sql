-- Generated from the migrations. Do not edit.

create schema journey;

create table journey.extras (
  shard integer not null,
  facility text not null,
  visit_link_id text not null,
  norm text not null,
  patient_ver integer not null,
  extras jsonb not null,
  constraint extras_pkey PRIMARY KEY (shard, facility, visit_link_id)
) with (fillfactor=90);

create table journey.visit (
  shard integer not null,
  facility text not null,
  visit_link_id text not null,
  visit_id uuid not null,
  patient_id uuid not null,
  version integer not null,
  kind text not null,
  received_at timestamp with time zone not null,
  receipt_id uuid not null,
  file_number integer not null,
  stored_at timestamp with time zone not null,
  said_at timestamp with time zone,
  constraint visit_pkey PRIMARY KEY (shard, facility, visit_link_id)
) with (fillfactor=90);
