-- Generated from the migrations. Do not edit.

create schema subscriptions;

create table subscriptions.cursor (
  name text not null,
  mark text not null,
  holder uuid,
  lease_until timestamp with time zone not null,
  constraint cursor_pkey PRIMARY KEY (name)
);

create table subscriptions.event (
  subscription_id text not null,
  number bigint not null,
  tx bigint not null,
  at timestamp with time zone not null,
  type text not null,
  resource_id text not null,
  version integer not null,
  method text not null,
  constraint event_pkey PRIMARY KEY (subscription_id, number),
  constraint event_method_check CHECK ((method = ANY (ARRAY['POST'::text, 'PUT'::text, 'DELETE'::text])))
);
CREATE INDEX event_age ON subscriptions.event USING btree (at);

create table subscriptions.subscription (
  subscription_id text not null,
  version integer not null,
  state text not null,
  wanted jsonb,
  since timestamp with time zone not null,
  last_number bigint not null default 0,
  delivered bigint not null default 0,
  is_greeted boolean not null default false,
  failures integer not null default 0,
  failing_since timestamp with time zone,
  retry_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  trouble text,
  constraint subscription_pkey PRIMARY KEY (subscription_id),
  constraint subscription_state_check CHECK ((state = ANY (ARRAY['requested'::text, 'active'::text, 'error'::text, 'off'::text, 'refused'::text])))
);

create table subscriptions.ticket (
  digest bytea not null,
  subscription_ids text[] not null,
  expires_at timestamp with time zone not null,
  constraint ticket_pkey PRIMARY KEY (digest)
);
