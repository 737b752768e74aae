-- Generated from the migrations. Do not edit.

create schema identity;

create table identity.link_event (
  shard integer not null,
  event_id uuid not null,
  at timestamp with time zone not null,
  patient_id uuid not null,
  person_id uuid not null,
  from_person_id uuid,
  rule text not null,
  constraint link_event_pkey PRIMARY KEY (shard, event_id)
);

create table identity.number (
  shard integer not null,
  kind text not null,
  value text not null,
  person_shard integer not null,
  person_id uuid not null,
  since timestamp with time zone not null,
  constraint number_pkey PRIMARY KEY (shard, kind, value)
);

create table identity.patient (
  shard integer not null,
  facility text not null,
  local_id text not null,
  patient_id uuid not null,
  person_shard integer not null,
  person_id uuid not null,
  joined_by text not null,
  folded_name text not null,
  birth_date text,
  citizen_id text,
  seen_at timestamp with time zone,
  linked_at timestamp with time zone not null,
  constraint patient_pkey PRIMARY KEY (shard, facility, local_id)
);
CREATE INDEX patient_id ON identity.patient USING btree (patient_id);
CREATE INDEX patient_person ON identity.patient USING btree (person_id);

create table identity.person (
  shard integer not null,
  person_id uuid not null,
  full_name text not null,
  folded_name text not null,
  birth_date text,
  sex text not null,
  citizen_id text,
  insurance_number text,
  address text,
  deceased boolean not null default false,
  facilities text[] not null default '{}'::text[],
  last_visit_at timestamp with time zone,
  created_at timestamp with time zone not null,
  retired_into uuid,
  constraint person_pkey PRIMARY KEY (shard, person_id)
) with (fillfactor=85);
CREATE INDEX person_name ON identity.person USING gin (folded_name gin_trgm_ops);

create table identity.review (
  shard integer not null,
  review_id uuid not null,
  at timestamp with time zone not null,
  person_id uuid not null,
  other_person_id uuid not null,
  reason text not null,
  constraint review_pkey PRIMARY KEY (shard, review_id)
);
CREATE INDEX review_other ON identity.review USING btree (other_person_id);
CREATE INDEX review_person ON identity.review USING btree (person_id);
