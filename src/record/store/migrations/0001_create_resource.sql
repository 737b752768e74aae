-- Why: the record itself. One row per resource with its FHIR JSON as text, all search tokens as one hashed array under
-- one GIN, and a history of superseded versions only (ADR 0003, 0011). Every key starts with the shard, so that the same
-- tables can be distributed by Citus.
create table store.resource (
  shard        int         not null,
  type         smallint    not null,
  id           uuid        not null,
  ver          int         not null,
  deleted      boolean     not null default false,
  -- `dt` to `dt_hi` is longer than a month, or open: such are few, and the only ones a search for a day must look for far off.
  is_long      boolean     not null default false,
  -- The id a client chose, when it is not one of ours; `id` is then derived from it.
  ext_id       text,
  patient      uuid,
  visit        uuid,
  -- The main clinical date; -infinity and infinity where a period is open, null where there is none.
  dt           timestamptz,
  dt_hi        timestamptz,
  -- The hash of what the resource is of (Observation.code, Condition.code): the first coding's.
  code         bigint,
  -- The value it found (Observation.value-quantity): with its code the question of every chart.
  num          float8,
  num_hi       float8,
  last_updated timestamptz not null,
  tx           bigint      not null,
  -- One bit per search parameter of the type that has a value: answers :missing.
  present      bigint      not null default 0,
  tok          bigint[]    not null,
  content      text        not null,
  primary key (shard, type, id)
);
alter table store.resource set (autovacuum_vacuum_insert_scale_factor = 0.1);
-- The frequencies of the commonest tokens are what the planner goes by (pg_stats.most_common_elems).
alter table store.resource alter column tok set statistics 1000;
-- The person page reads a patient's whole life; a list reads one type, newest first.
create index resource_patient on store.resource (shard, patient, type, dt desc nulls last) where patient is not null;
-- The order every search answers in unless told otherwise: walked when what is asked for is common.
create index resource_dt on store.resource (type, dt desc nulls last, id) where not deleted;
-- What is of one code, newest first: walked without touching anything else.
create index resource_code on store.resource (code, dt desc nulls last, id) where code is not null and not deleted;
-- The long ones once more, by themselves: the others are found within a month of the day that is asked for.
create index resource_long on store.resource (type, dt desc nulls last, id) where is_long and not deleted;
-- What was found above a value, of one code or of any.
create index resource_num on store.resource (code, num) where num is not null and not deleted;
create index resource_num_range on store.resource (code) where num < num_hi and not deleted;
create index resource_updated on store.resource (type, last_updated desc);
create index resource_tok on store.resource using gin (tok) with (gin_pending_list_limit = 1024);

create table store.history (
  shard        int         not null,
  type         smallint    not null,
  id           uuid        not null,
  ver          int         not null,
  deleted      boolean     not null,
  ext_id       text,
  last_updated timestamptz not null,
  tx           bigint      not null,
  tx_end       bigint      not null,
  content      text        not null,
  primary key (shard, type, id, ver)
);
create index history_updated on store.history (type, last_updated desc);
-- A later page of a search asks what stood when its first page was read.
create index history_ended on store.history (type, tx_end);

-- Only what hashes cannot do: ranges of numbers and dates, beginnings and parts of words. A row counts only while `ver` is
-- the resource's version, so that a row left behind can never be found.
create table store.num (
  shard int      not null,
  type  smallint not null,
  param smallint not null,
  code  bigint   not null,
  lo    float8   not null,
  hi    float8   not null,
  id    uuid     not null,
  ver   int      not null
);
create index num_value on store.num (type, param, code, lo, hi);

create table store.dts (
  shard int         not null,
  type  smallint    not null,
  param smallint    not null,
  lo    timestamptz not null,
  hi    timestamptz not null,
  id    uuid        not null,
  ver   int         not null
);
create index dts_value on store.dts (type, param, lo, hi);

create table store.str (
  shard int      not null,
  type  smallint not null,
  param smallint not null,
  text  text     not null,
  id    uuid     not null,
  ver   int      not null
);
create index str_prefix on store.str (type, param, text text_pattern_ops);
create index str_part on store.str using gin (text gin_trgm_ops);

-- Where a resource lies whose id was chosen by a client; shard is the hash of that id.
create table store.directory (
  shard        int      not null,
  type         smallint not null,
  ext_id       text     not null,
  target_shard int      not null,
  primary key (shard, type, ext_id)
);

-- Other shards that hold rows of a patient: a resource never moves, even when its subject changes.
create table store.stray (
  shard     int  not null,
  patient   uuid not null,
  row_shard int  not null,
  primary key (shard, patient, row_shard)
);

-- Held for the length of a conditional create: two writers with one criterion wait for each other here.
create table store.guard (
  shard int    not null,
  h     bigint not null,
  primary key (shard, h)
);

-- One row per transaction: the ledger that subscriptions, feeds and views read. Which resources: those of these types whose
-- last_updated is `at` and whose tx is `tx`.
create table store.tx_log (
  shard     int         not null,
  tx        bigint      not null,
  at        timestamptz not null,
  origin    text        not null,
  written   int         not null,
  types     smallint[]  not null default '{}',
  primary key (shard, tx)
);
create index tx_log_at on store.tx_log (at);

-- What the links to further pages are signed with, so that nobody makes one up.
create table store.secret (
  shard int  not null,
  name  text not null,
  value text not null,
  primary key (shard, name)
);
insert into store.secret values (0, 'page', gen_random_uuid()::text || gen_random_uuid()::text);
