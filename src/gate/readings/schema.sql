-- Generated from the migrations. Do not edit.

create schema readings;

create table readings.correction (
  shard integer not null,
  correction_id uuid not null,
  reading_id uuid not null,
  event_id uuid not null,
  parted_at timestamp with time zone not null,
  listed_at timestamp with time zone not null,
  parts integer[] not null,
  state text not null,
  said_by text,
  said_at timestamp with time zone,
  note text not null default ''::text,
  closed_by uuid,
  constraint correction_pkey PRIMARY KEY (shard, correction_id),
  constraint correction_state_check CHECK ((state = ANY (ARRAY['open'::text, 'told'::text, 'no-need'::text])))
);
CREATE INDEX correction_by_state ON readings.correction USING btree (state, correction_id);
CREATE INDEX correction_newest ON readings.correction USING btree (correction_id);
CREATE UNIQUE INDEX correction_open ON readings.correction USING btree (shard, reading_id) WHERE (state = 'open'::text);
CREATE INDEX correction_reading ON readings.correction USING btree (shard, reading_id, correction_id);

create table readings.reading (
  shard integer not null,
  reading_id uuid not null,
  at timestamp with time zone not null,
  person_id uuid not null,
  patient_ids uuid[] not null,
  asked text not null,
  actor_kind text not null,
  actor_name text,
  facility text,
  purpose text not null,
  door text not null,
  constraint reading_pkey PRIMARY KEY (shard, reading_id),
  constraint reading_asked_check CHECK ((asked = ANY (ARRAY['record'::text, 'why-one'::text, 'match'::text, 'cross-references'::text, 'person'::text])))
);
CREATE INDEX reading_together ON readings.reading USING gin (patient_ids) WHERE (cardinality(patient_ids) > 1);
