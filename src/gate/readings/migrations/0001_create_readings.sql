-- Why: who read which records as one human's is kept, so that whoever read strangers as one can be told.

-- One row for every reading of a person, written before the answer goes out. Ids and times; never words about anybody.
create table readings.reading (
  shard       int         not null,
  reading_id  uuid        not null,
  at          timestamptz not null,
  -- The person as it was called then, and the records that were taken as one.
  person_id   uuid        not null,
  patient_ids uuid[]      not null,
  asked       text        not null check (asked in ('record', 'why-one', 'match', 'cross-references', 'person')),
  actor_kind  text        not null,
  -- As typed; nobody checks it until there is sign-in.
  actor_name  text,
  facility    text,
  purpose     text        not null,
  door        text        not null,
  primary key (shard, reading_id)
);
-- A record alone is never read together with a stranger's: such readings, most of all, need no entry.
create index reading_together on readings.reading using gin (patient_ids) where cardinality(patient_ids) > 1;

-- Readings that showed together what are now different persons' records, until somebody has seen to it.
create table readings.correction (
  shard         int         not null,
  correction_id uuid        not null,
  reading_id    uuid        not null,
  -- The event of the index after which they were different persons'.
  event_id      uuid        not null,
  parted_at     timestamptz not null,
  listed_at     timestamptz not null,
  -- For each record of the reading, in its order, the number of the person it belongs to now, counted from 0.
  parts         int[]       not null,
  state         text        not null check (state in ('open', 'told', 'no-need')),
  -- Null while it is open, and when an event made them one again.
  said_by       text,
  said_at       timestamptz,
  note          text        not null default '',
  closed_by     uuid,
  primary key (shard, correction_id)
);
-- A reading is corrected once at a time, however often its records part.
create unique index correction_open on readings.correction (shard, reading_id) where state = 'open';
create index correction_reading on readings.correction (shard, reading_id, correction_id);
create index correction_newest on readings.correction (correction_id);
create index correction_by_state on readings.correction (state, correction_id);
