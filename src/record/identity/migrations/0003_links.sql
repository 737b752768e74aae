-- Why: a person is a set of links between source records, each with its evidence, each to be taken back exactly.

-- What this installation keeps to itself: key hashes are HMACs under it, so a copied table of keys reveals no number.
create table identity.secret (
  shard int  not null,
  name  text not null,
  value text not null,
  primary key (shard, name)
);

-- Who decides who is who, under a number that fits into an edge. `learned`: dummy and hot values, frozen with the version.
create table identity.model_version (
  number     int         not null primary key,
  version    text        not null unique,
  state      text        not null check (state in ('coming', 'current', 'past')),
  made_at    timestamptz not null,
  current_since timestamptz,
  learned    jsonb       not null,
  -- How far a re-evaluation has come: `weigh` every record anew, then `settle` them, then `done`.
  phase      text        not null check (phase in ('weigh', 'settle', 'done')),
  at_shard   int         not null,
  at_record  bigint      not null
);

-- What one facility says of one human, and the one person it belongs to (the primary key sees to that). `record` is the
-- shard (16 bits) and 48 random bits of patient_id: small enough for a row of keys.
create table identity.record (
  shard        int         not null,
  record       bigint      not null,
  facility     text        not null,
  local_id     text        not null,
  patient_id   uuid        not null,
  version      int         not null,
  state        text        not null check (state in ('active', 'retired', 'overlay-suspect')),
  model        int         not null,
  seen_at      timestamptz,
  -- The visit with which it last said something else.
  said_at      timestamptz,
  admitted_at  timestamptz not null,
  person_shard int         not null,
  person_id    uuid        not null,
  linked_at    timestamptz not null,
  linked_by    text        not null check (linked_by in ('computed', 'decided')),
  keys         bigint[]    not null,
  sure         bigint[]    not null,
  words        jsonb       not null,
  card         jsonb       not null,
  primary key (shard, record),
  unique (shard, facility, local_id)
);
alter table identity.record set (fillfactor = 85);
create index record_person on identity.record (person_id);

-- Each field of the card names the source record it was taken from.
alter table identity.person add column golden jsonb not null default '{}';

-- Under which keyed hashes a record is found. Derived, rebuildable.
create table identity.key (
  hash   bigint not null,
  record bigint not null,
  primary key (hash, record)
);

-- Keys that too many records share: they find nobody any more.
create table identity.crowd (
  hash    bigint      not null primary key,
  records int         not null,
  -- One that has it: the words behind a hash are read there.
  record  bigint      not null,
  since   timestamptz not null
);

-- Pairs at or above the review floor, and pairs a guard keeps apart. Each pair once; asked from both sides.
create table identity.edge (
  a       bigint  not null,
  b       bigint  not null,
  model   int     not null,
  weight  float8  not null,
  outcome text    not null check (outcome in ('auto', 'review', 'apart')),
  parts   float8[] not null,
  guard   text,
  primary key (a, b, model)
);
create index edge_b on identity.edge (b);

-- What people said of two records. Taking it back is noted, never erased (but by an exact undo, which is an event too).
create table identity.decision (
  shard       int         not null,
  decision_id text        not null,
  a           bigint      not null,
  b           bigint      not null,
  says        text        not null check (says in ('same', 'different')),
  said_by     text        not null,
  at          timestamptz not null,
  why         text        not null,
  statement   text        not null,
  side        text        not null check (side in ('left', 'right', 'across')),
  revoked_by  uuid,
  primary key (shard, decision_id)
);
create index decision_id on identity.decision (decision_id);
create index decision_a on identity.decision (a) where revoked_by is null;
create index decision_b on identity.decision (b) where revoked_by is null;

-- Which id a set of records last had as a person: found by its first record, by natural key.
create table identity.held (
  record    bigint      not null,
  digest    text        not null,
  person_id uuid        not null,
  primary key (record, digest)
);

-- What happened, as exact differences: append-only, enough to take each step back.
create table identity.event (
  shard     int         not null,
  person_id uuid        not null,
  event_id  uuid        not null,
  at        timestamptz not null,
  kind      text        not null,
  said_by   text        not null,
  why       text        not null,
  body      jsonb       not null,
  primary key (shard, person_id, event_id)
);
-- The other persons of an event, whose history it belongs to as well.
create table identity.event_also (
  shard       int  not null,
  person_id   uuid not null,
  event_shard int  not null,
  event_id    uuid not null,
  primary key (shard, person_id, event_id)
);

-- Numbers of persons, derived from what their records mention. One active holder of an exclusive number.
create table identity.identifier (
  shard        int         not null,
  kind         text        not null,
  value        text        not null,
  person_shard int         not null,
  person_id    uuid        not null,
  is_exclusive boolean     not null,
  mentions     int         not null,
  level        int         not null,
  status       text        not null check (status in ('active', 'historic', 'disputed', 'rejected')),
  first_at     timestamptz,
  last_at      timestamptz,
  first_key    text        not null,
  replaced_by  text,
  primary key (shard, kind, value, person_id)
);
create unique index identifier_holder on identity.identifier (shard, kind, value)
  where status = 'active' and is_exclusive;

-- Two groups that wait for a person.
create table identity.review_item (
  shard        int         not null,
  item_id      uuid        not null,
  left_record  bigint      not null,
  right_record bigint      not null,
  pair_a       bigint      not null,
  pair_b       bigint      not null,
  reason       text        not null,
  guard        text,
  weight       float8,
  score        float8,
  -- Harm of a wrong answer and gain of a right one: the highest is asked first.
  rank         float8      not null,
  asked_at     timestamptz not null,
  lease_by     text,
  lease_until  timestamptz,
  answer       text check (answer in ('same', 'different', 'cannot-tell', 'ask-facility')),
  answered_by  text,
  answered_at  timestamptz,
  primary key (shard, item_id)
);
create index review_item_left on identity.review_item (left_record);
create index review_item_right on identity.review_item (right_record);
create index review_item_open on identity.review_item (rank desc, item_id) where answer is null;
