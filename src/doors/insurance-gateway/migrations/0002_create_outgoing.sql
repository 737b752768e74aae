-- Why: store and forward. What a facility sends is on its way to the real gateway until that has answered for it.
create table gateway.outgoing (
  shard          int         not null,
  outgoing_id    uuid        not null,
  facility       text        not null,
  account_id     uuid        not null,
  operation      text        not null,
  -- As the facility's software spelled it.
  path           text        not null,
  fields         jsonb       not null,
  -- Of the bytes, the operation and its kind: the same again is not sent twice.
  digest         bytea       not null,
  -- Exactly what was sent; let go once it is delivered.
  body           bytea,
  size           bigint      not null,
  receipt_id     uuid,
  created_at     timestamptz not null,
  state          text        not null check (state in ('waiting', 'delivered', 'dead')),
  attempts       int         not null default 0,
  retry_at       timestamptz not null,
  last_at        timestamptz,
  last_code      text,
  last_message   text,
  upstream_code  text,
  upstream_at    text,
  done_at        timestamptz,
  -- Who has to do something about a dead letter.
  owner          text        check (owner in ('facility', 'department')),
  primary key (shard, outgoing_id)
);
create unique index outgoing_once on gateway.outgoing (shard, facility, digest) where state <> 'dead';
create index outgoing_waiting on gateway.outgoing (facility, created_at, outgoing_id) where state = 'waiting';
create index outgoing_dead on gateway.outgoing (facility, done_at) where state = 'dead';
create index outgoing_receipt on gateway.outgoing (shard, receipt_id);
create index outgoing_done on gateway.outgoing (done_at) where state = 'delivered';

-- One process at a time sends for a facility, so that order is kept.
create table gateway.relay_lane (
  facility     text        not null primary key,
  holder       uuid,
  lease_until  timestamptz,
  paused_until timestamptz,
  failures     int         not null default 0,
  -- Why the lane waits, for people.
  trouble      text
);
