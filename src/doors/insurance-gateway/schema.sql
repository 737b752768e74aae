-- Generated from the migrations. Do not edit.

create schema gateway;

create table gateway.account (
  account_id uuid not null,
  facility text not null,
  username text not null,
  username_key text not null,
  vendor text,
  channels text[] not null,
  addresses text[] not null default '{}'::text[],
  may_read_history boolean not null default false,
  state text not null,
  expires_at timestamp with time zone,
  created_at timestamp with time zone not null,
  password_hash bytea not null,
  password_salt bytea not null,
  password_at timestamp with time zone not null,
  former_hash bytea,
  former_salt bytea,
  former_until timestamp with time zone,
  upstream_username text,
  upstream_secret bytea,
  constraint account_pkey PRIMARY KEY (account_id),
  constraint account_username_key_key UNIQUE (username_key),
  constraint account_state_check CHECK ((state = ANY (ARRAY['open'::text, 'locked'::text])))
);
CREATE INDEX account_facility ON gateway.account USING btree (facility);

create table gateway.event (
  shard integer not null,
  minute timestamp with time zone not null,
  kind text not null,
  facility text not null default ''::text,
  username text not null default ''::text,
  address text not null default ''::text,
  subject text not null default ''::text,
  times integer not null default 1,
  last_at timestamp with time zone not null,
  constraint event_pkey PRIMARY KEY (shard, minute, kind, facility, username, address, subject)
);
CREATE INDEX event_minute ON gateway.event USING btree (minute DESC);

create table gateway.failure (
  who bytea not null,
  times integer not null,
  last_at timestamp with time zone not null,
  locked_until timestamp with time zone,
  constraint failure_pkey PRIMARY KEY (who)
);

create table gateway.outgoing (
  shard integer not null,
  outgoing_id uuid not null,
  facility text not null,
  account_id uuid not null,
  operation text not null,
  path text not null,
  fields jsonb not null,
  digest bytea not null,
  body bytea,
  size bigint not null,
  receipt_id uuid,
  created_at timestamp with time zone not null,
  state text not null,
  attempts integer not null default 0,
  retry_at timestamp with time zone not null,
  last_at timestamp with time zone,
  last_code text,
  last_message text,
  upstream_code text,
  upstream_at text,
  done_at timestamp with time zone,
  owner text,
  constraint outgoing_pkey PRIMARY KEY (shard, outgoing_id),
  constraint outgoing_owner_check CHECK ((owner = ANY (ARRAY['facility'::text, 'department'::text]))),
  constraint outgoing_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'dead'::text])))
);
CREATE INDEX outgoing_dead ON gateway.outgoing USING btree (facility, done_at) WHERE (state = 'dead'::text);
CREATE INDEX outgoing_done ON gateway.outgoing USING btree (done_at) WHERE (state = 'delivered'::text);
CREATE UNIQUE INDEX outgoing_once ON gateway.outgoing USING btree (shard, facility, digest) WHERE (state <> 'dead'::text);
CREATE INDEX outgoing_receipt ON gateway.outgoing USING btree (shard, receipt_id);
CREATE INDEX outgoing_waiting ON gateway.outgoing USING btree (facility, created_at, outgoing_id) WHERE (state = 'waiting'::text);

create table gateway.relay_lane (
  facility text not null,
  holder uuid,
  lease_until timestamp with time zone,
  paused_until timestamp with time zone,
  failures integer not null default 0,
  trouble text,
  constraint relay_lane_pkey PRIMARY KEY (facility)
);

create table gateway.submission (
  shard integer not null,
  submission_id uuid not null,
  transaction_code text not null,
  facility text not null,
  account_id uuid not null,
  operation text not null,
  kind text not null,
  at timestamp with time zone not null,
  day date not null,
  receipt_id uuid,
  code text not null,
  total integer not null,
  set_aside integer not null,
  size bigint not null,
  problems jsonb not null default '[]'::jsonb,
  constraint submission_pkey PRIMARY KEY (shard, submission_id)
);
CREATE INDEX submission_at ON gateway.submission USING btree (at);
CREATE INDEX submission_day ON gateway.submission USING btree (shard, facility, day);
CREATE INDEX submission_transaction ON gateway.submission USING btree (shard, facility, transaction_code);

create table gateway.token (
  digest bytea not null,
  id_digest bytea not null,
  proof bytea not null,
  account_id uuid not null,
  issued_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  address text not null,
  constraint token_pkey PRIMARY KEY (digest)
);
CREATE INDEX token_account ON gateway.token USING btree (account_id);
CREATE INDEX token_expiry ON gateway.token USING btree (expires_at);
