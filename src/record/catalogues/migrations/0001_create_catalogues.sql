-- Why: catalogues change by decree on a day. Versions that come later than the program are kept here, each as what it changes
-- in the version it was compared with, so that undoing one leaves all others as they were. Reference tables on a cluster.
create table catalogues.version (
  list           text        not null,
  version        int         not null,
  -- The versions this one stands on, itself last. The first may be one that comes with the program (1 to 99).
  lineage        int[]       not null,
  label          text        not null,
  note           text,
  effective_from date        not null,
  mode           text        not null,
  file_name      text,
  sha256         bytea,
  total          int         not null,
  added          int         not null,
  changed        int         not null,
  ended          int         not null,
  committed_at   timestamptz not null,
  committed_by   text        not null,
  undone_at      timestamptz,
  primary key (list, version)
);

create table catalogues.entry (
  list    text    not null,
  version int     not null,
  code    text    not null,
  ended   boolean not null,
  name    text    not null,
  fields  jsonb   not null,
  primary key (list, version, code)
);

-- Committed, undone, restored: who and when. Never changed.
create table catalogues.version_event (
  list    text        not null,
  version int         not null,
  at      timestamptz not null,
  event   text        not null,
  by      text        not null,
  primary key (list, version, at)
);

-- A code that somebody's software uses, under the name it came with: one code with two names is two lines. The decision
-- in force stands beside it, so that the queue and the translator read one table.
create table catalogues.local_code (
  source      text        not null,
  list        text        not null,
  code        text        not null,
  name_key    text        not null,
  display     text        not null,
  count       bigint      not null,
  first_at    timestamptz not null,
  last_at     timestamptz not null,
  state       text        not null default 'open',
  target      text,
  equivalence text,
  decided_at  timestamptz,
  decided_by  text,
  decision    bigint,
  primary key (source, list, code, name_key)
);
create index local_code_queue on catalogues.local_code (state, count desc);
create index local_code_decision on catalogues.local_code (source, decision desc) where decision is not null;

create table catalogues.local_code_facility (
  source   text        not null,
  list     text        not null,
  code     text        not null,
  name_key text        not null,
  facility text        not null,
  count    bigint      not null,
  last_at  timestamptz not null,
  primary key (source, list, code, name_key, facility)
);

-- Every decision ever made; an undo is one more line that brings the former state back.
create table catalogues.decision (
  decision    bigint generated always as identity,
  batch       uuid        not null,
  source      text        not null,
  list        text        not null,
  code        text        not null,
  name_key    text        not null,
  state       text        not null,
  target      text,
  equivalence text,
  former      bigint,
  at          timestamptz not null,
  by          text        not null,
  undoes      uuid,
  primary key (decision)
);
create index decision_batch on catalogues.decision (batch);
