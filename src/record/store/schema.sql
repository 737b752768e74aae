-- Generated from the migrations. Do not edit.

create schema store;

create table store.history (
  shard integer not null,
  type smallint not null,
  id uuid not null,
  ver integer not null,
  deleted boolean not null,
  last_updated timestamp with time zone not null,
  tx bigint not null,
  tx_end bigint not null,
  content text not null,
  constraint history_pkey PRIMARY KEY (shard, type, id, ver)
);

create table store.resource (
  shard integer not null,
  type smallint not null,
  id uuid not null,
  ver integer not null,
  deleted boolean not null default false,
  patient uuid,
  visit uuid,
  dt timestamp with time zone,
  dt_hi timestamp with time zone,
  last_updated timestamp with time zone not null,
  tx bigint not null,
  tok bigint[] not null,
  content text not null,
  constraint resource_pkey PRIMARY KEY (shard, type, id)
) with (fillfactor=95, autovacuum_vacuum_insert_scale_factor=0.1);
CREATE INDEX resource_patient ON store.resource USING btree (shard, patient, type, dt DESC) WHERE (patient IS NOT NULL);
CREATE INDEX resource_tok ON store.resource USING gin (tok) WITH (gin_pending_list_limit='1024');
CREATE INDEX resource_updated ON store.resource USING brin (last_updated) WITH (pages_per_range='32');

create table store.tx_log (
  shard integer not null,
  tx bigint not null,
  at timestamp with time zone not null,
  origin text not null,
  written integer not null,
  constraint tx_log_pkey PRIMARY KEY (shard, tx)
);
