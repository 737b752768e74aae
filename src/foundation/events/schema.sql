-- Generated from the migrations. Do not edit.

create schema events;

create table events.dead_job (
  queue text not null,
  id bigint not null,
  kind text not null,
  version integer not null,
  payload json not null,
  enqueued_at timestamp with time zone not null,
  died_at timestamp with time zone not null,
  attempts integer not null,
  problem_code text not null,
  constraint dead_job_pkey PRIMARY KEY (queue, id)
);

create table events.job (
  queue text not null,
  id bigint not null generated always as identity,
  kind text not null,
  version integer not null,
  payload json not null,
  enqueued_at timestamp with time zone not null,
  run_at timestamp with time zone not null,
  attempts integer not null default 0,
  problem_code text,
  constraint job_pkey PRIMARY KEY (queue, id)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000, autovacuum_vacuum_insert_scale_factor=0.5);
CREATE INDEX job_ready ON events.job USING btree (queue, run_at, id);
