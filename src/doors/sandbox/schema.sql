-- Generated from the migrations. Do not edit.

create schema sandbox;

create table sandbox.file (
  sandbox_id uuid not null,
  number integer not null,
  received_at timestamp with time zone not null,
  file_name text,
  size bigint not null,
  records integer not null,
  accepted integer not null,
  refusal text,
  constraint file_pkey PRIMARY KEY (sandbox_id, number)
);

create table sandbox.sandbox (
  sandbox_id uuid not null,
  facility text not null,
  vendor text not null,
  software text not null,
  software_version text not null,
  plans jsonb not null,
  services jsonb not null,
  state text not null,
  state_since timestamp with time zone not null,
  opened_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  last_message_at timestamp with time zone,
  evidence jsonb not null,
  messages integer not null,
  score integer not null,
  blockers integer not null,
  fixed_report jsonb,
  fixed_at timestamp with time zone,
  fixed_sha256 text,
  constraint sandbox_pkey PRIMARY KEY (sandbox_id)
);
CREATE INDEX sandbox_facility ON sandbox.sandbox USING btree (facility, opened_at DESC);
CREATE UNIQUE INDEX sandbox_live ON sandbox.sandbox USING btree (facility) WHERE (state = 'live'::text);

create table sandbox.step (
  sandbox_id uuid not null,
  number integer not null,
  at timestamp with time zone not null,
  from_state text not null,
  to_state text not null,
  by_whom text not null,
  reason text not null,
  exception text,
  constraint step_pkey PRIMARY KEY (sandbox_id, number)
);
