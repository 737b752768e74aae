-- Generated from the migrations. Do not edit.

create schema catalogues;

create table catalogues.decision (
  decision bigint not null generated always as identity,
  batch uuid not null,
  source text not null,
  list text not null,
  code text not null,
  name_key text not null,
  state text not null,
  target text,
  equivalence text,
  former bigint,
  at timestamp with time zone not null,
  by text not null,
  undoes uuid,
  constraint decision_pkey PRIMARY KEY (decision)
);
CREATE INDEX decision_batch ON catalogues.decision USING btree (batch);

create table catalogues.entry (
  list text not null,
  version integer not null,
  code text not null,
  ended boolean not null,
  name text not null,
  fields jsonb not null,
  constraint entry_pkey PRIMARY KEY (list, version, code)
);

create table catalogues.local_code (
  source text not null,
  list text not null,
  code text not null,
  name_key text not null,
  display text not null,
  count bigint not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  state text not null default 'open'::text,
  target text,
  equivalence text,
  decided_at timestamp with time zone,
  decided_by text,
  decision bigint,
  constraint local_code_pkey PRIMARY KEY (source, list, code, name_key)
);
CREATE INDEX local_code_decision ON catalogues.local_code USING btree (source, decision DESC) WHERE (decision IS NOT NULL);
CREATE INDEX local_code_queue ON catalogues.local_code USING btree (state, count DESC);

create table catalogues.local_code_facility (
  source text not null,
  list text not null,
  code text not null,
  name_key text not null,
  facility text not null,
  count bigint not null,
  last_at timestamp with time zone not null,
  constraint local_code_facility_pkey PRIMARY KEY (source, list, code, name_key, facility)
);

create table catalogues.version (
  list text not null,
  version integer not null,
  lineage integer[] not null,
  label text not null,
  note text,
  effective_from date not null,
  mode text not null,
  file_name text,
  sha256 bytea,
  total integer not null,
  added integer not null,
  changed integer not null,
  ended integer not null,
  committed_at timestamp with time zone not null,
  committed_by text not null,
  undone_at timestamp with time zone,
  constraint version_pkey PRIMARY KEY (list, version)
);

create table catalogues.version_event (
  list text not null,
  version integer not null,
  at timestamp with time zone not null,
  event text not null,
  by text not null,
  constraint version_event_pkey PRIMARY KEY (list, version, at)
);
