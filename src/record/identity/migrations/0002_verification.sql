-- Why: questions to the population database, what came of each, and who asked. No answer's data: NĐ 69/2024 Đ18–19 lets
-- nobody but the asker keep or share them, so there is no column a name, number, date or sex could stand in.
create table identity.verification (
  shard           int         not null,
  verification_id uuid        not null,
  record_id       text        not null,
  facility        text        not null,
  -- An account, not a name.
  asked_by        text        not null,
  reason          text        not null check (reason in ('admission', 'review', 'correction', 'conflict')),
  method          text        not null check (method in ('document', 'chip', 'population')),
  -- Names of fields.
  asked           text[]      not null,
  -- Keyed digest of what was last asked; evidence counts while the record still says it.
  subject_digest  bytea       not null,
  asked_at        timestamptz not null,
  state           text        not null check (state in ('waiting', 'answered', 'given-up', 'cancelled')),
  attempts        int         not null default 0,
  next_at         timestamptz,
  -- Why the last try brought nothing: a code.
  trouble         text,
  outcome         text        check (outcome in ('confirmed', 'differs', 'not-found', 'replaced')),
  compared        text[]      not null default '{}',
  differs         text[]      not null default '{}',
  level           text        check (level in ('none', 'declared', 'document-seen', 'chip-read', 'population-verified')),
  -- The gateway's, for disputes.
  reference       text,
  closed_at       timestamptz,
  expires_at      timestamptz,
  primary key (shard, verification_id)
);
-- A facility asks about a record once at a time: who asks again joins.
create unique index verification_open on identity.verification (shard, record_id, facility) where state = 'waiting';
create index verification_record on identity.verification (shard, record_id, asked_at);
-- What waits, for the desk's overview and nothing else: short by nature.
create index verification_waiting on identity.verification (facility, asked_at) where state = 'waiting';
-- For forgetting.
create index verification_closed on identity.verification (closed_at) where state <> 'waiting';

-- Who did what, and the proof that a gateway was down when it was: appended, never changed.
create table identity.verification_event (
  shard           int         not null,
  event_id        uuid        not null,
  verification_id uuid        not null,
  at              timestamptz not null,
  kind            text        not null check (kind in ('asked', 'joined', 'put-off', 'answered', 'given-up', 'cancelled')),
  -- Null: the platform itself.
  by              text,
  reason          text,
  trouble         text,
  primary key (shard, event_id)
);
create index verification_event_of on identity.verification_event (shard, verification_id, at);
