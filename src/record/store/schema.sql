-- Generated from the migrations. Do not edit.

create schema store;

create table store.directory (
  shard integer not null,
  type smallint not null,
  ext_id text not null,
  target_shard integer not null,
  constraint directory_pkey PRIMARY KEY (shard, type, ext_id)
);

create table store.dts (
  shard integer not null,
  type smallint not null,
  param smallint not null,
  lo timestamp with time zone not null,
  hi timestamp with time zone not null,
  id uuid not null,
  ver integer not null
);
CREATE INDEX dts_value ON store.dts USING btree (type, param, lo, hi);

create table store.guard (
  shard integer not null,
  h bigint not null,
  constraint guard_pkey PRIMARY KEY (shard, h)
);

create table store.history (
  shard integer not null,
  type smallint not null,
  id uuid not null,
  ver integer not null,
  deleted boolean not null,
  ext_id text,
  last_updated timestamp with time zone not null,
  tx bigint not null,
  tx_end bigint not null,
  content text not null,
  constraint history_pkey PRIMARY KEY (shard, type, id, ver)
);
CREATE INDEX history_ended ON store.history USING btree (type, tx_end);
CREATE INDEX history_updated ON store.history USING btree (type, last_updated DESC);

create table store.num (
  shard integer not null,
  type smallint not null,
  param smallint not null,
  code bigint not null,
  lo double precision not null,
  hi double precision not null,
  id uuid not null,
  ver integer not null
);
CREATE INDEX num_value ON store.num USING btree (type, param, code, lo, hi);

create table store.resource (
  shard integer not null,
  type smallint not null,
  id uuid not null,
  ver integer not null,
  deleted boolean not null default false,
  is_long boolean not null default false,
  ext_id text,
  patient uuid,
  visit uuid,
  dt timestamp with time zone,
  dt_hi timestamp with time zone,
  code bigint,
  num double precision,
  num_hi double precision,
  last_updated timestamp with time zone not null,
  tx bigint not null,
  present bigint not null default 0,
  tok bigint[] not null,
  content text not null,
  constraint resource_pkey PRIMARY KEY (shard, type, id)
) with (autovacuum_vacuum_insert_scale_factor=0.1);
CREATE INDEX resource_code ON store.resource USING btree (code, dt DESC NULLS LAST, id) WHERE ((code IS NOT NULL) AND (NOT deleted));
CREATE INDEX resource_dt ON store.resource USING btree (type, dt DESC NULLS LAST, id) WHERE (NOT deleted);
CREATE INDEX resource_long ON store.resource USING btree (type, dt DESC NULLS LAST, id) WHERE (is_long AND (NOT deleted));
CREATE INDEX resource_num ON store.resource USING btree (code, num) WHERE ((num IS NOT NULL) AND (NOT deleted));
CREATE INDEX resource_num_range ON store.resource USING btree (code) WHERE ((num < num_hi) AND (NOT deleted));
CREATE INDEX resource_patient ON store.resource USING btree (shard, patient, type, dt DESC NULLS LAST) WHERE (patient IS NOT NULL);
CREATE INDEX resource_tok ON store.resource USING gin (tok) WITH (gin_pending_list_limit='1024');
CREATE INDEX resource_updated ON store.resource USING btree (type, last_updated DESC);

create table store.secret (
  shard integer not null,
  name text not null,
  value text not null,
  constraint secret_pkey PRIMARY KEY (shard, name)
);

create table store.str (
  shard integer not null,
  type smallint not null,
  param smallint not null,
  text text not null,
  id uuid not null,
  ver integer not null
);
CREATE INDEX str_part ON store.str USING gin (text gin_trgm_ops);
CREATE INDEX str_prefix ON store.str USING btree (type, param, text text_pattern_ops);

create table store.stray (
  shard integer not null,
  patient uuid not null,
  row_shard integer not null,
  constraint stray_pkey PRIMARY KEY (shard, patient, row_shard)
);

create table store.tx_log (
  shard integer not null,
  tx bigint not null,
  at timestamp with time zone not null,
  origin text not null,
  written integer not null,
  types smallint[] not null default '{}'::smallint[],
  constraint tx_log_pkey PRIMARY KEY (shard, tx)
);
CREATE INDEX tx_log_at ON store.tx_log USING btree (at);
