-- Generated from the migrations. Do not edit.

create schema bulk_data;

create table bulk_data.file (
  job_id uuid not null,
  number integer not null,
  role text not null,
  type text not null,
  name text not null,
  is_gzip boolean not null,
  lines bigint not null,
  bytes bigint not null,
  constraint file_pkey PRIMARY KEY (job_id, number),
  constraint file_role_check CHECK ((role = ANY (ARRAY['output'::text, 'deleted'::text, 'error'::text])))
);

create table bulk_data.job (
  job_id uuid not null,
  kind text not null,
  state text not null,
  asked jsonb not null,
  asked_at timestamp with time zone not null,
  run_at timestamp with time zone not null,
  worker uuid,
  lease_until timestamp with time zone,
  attempts integer not null default 0,
  progress jsonb not null default '{}'::jsonb,
  problem jsonb,
  expires_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint job_pkey PRIMARY KEY (job_id),
  constraint job_kind_check CHECK ((kind = ANY (ARRAY['export'::text, 'import'::text, 'view-export'::text]))),
  constraint job_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);
CREATE INDEX job_expiry ON bulk_data.job USING btree (expires_at) WHERE (expires_at IS NOT NULL);
CREATE INDEX job_open ON bulk_data.job USING btree (asked_at) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
