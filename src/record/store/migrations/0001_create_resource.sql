-- Why: the record itself. One row per resource with its FHIR JSON as text, all search tokens as one hashed array under
-- one GIN, and a history of superseded versions only (ADR 0003). Every key starts with the shard, so that the same
-- tables can be distributed by Citus.
create table store.resource (
  shard        int         not null,
  type         smallint    not null,
  id           uuid        not null,
  ver          int         not null,
  deleted      boolean     not null default false,
  patient      uuid,
  visit        uuid,
  dt           timestamptz,
  dt_hi        timestamptz,
  last_updated timestamptz not null,
  tx           bigint      not null,
  tok          bigint[]    not null,
  content      text        not null,
  primary key (shard, type, id)
);
alter table store.resource set (fillfactor = 95, autovacuum_vacuum_insert_scale_factor = 0.1);
-- The person page reads a patient's whole life; a list reads one type, newest first.
create index resource_patient on store.resource (shard, patient, type, dt desc) where patient is not null;
create index resource_tok on store.resource using gin (tok) with (gin_pending_list_limit = 1024);
create index resource_updated on store.resource using brin (last_updated) with (pages_per_range = 32);

create table store.history (
  shard        int         not null,
  type         smallint    not null,
  id           uuid        not null,
  ver          int         not null,
  deleted      boolean     not null,
  last_updated timestamptz not null,
  tx           bigint      not null,
  tx_end       bigint      not null,
  content      text        not null,
  primary key (shard, type, id, ver)
);

-- One row per transaction: the ledger that paging, subscriptions and views will read.
create table store.tx_log (
  shard     int         not null,
  tx        bigint      not null,
  at        timestamptz not null,
  origin    text        not null,
  written   int         not null,
  primary key (shard, tx)
);
