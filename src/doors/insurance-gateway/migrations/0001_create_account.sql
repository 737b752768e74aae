-- Why: the software of a facility signs in here as it does on the insurance gateway, and what it sends is forwarded there in order.
-- Few rows, the same everywhere: a reference table on a cluster.
create table gateway.account (
  account_id        uuid        not null primary key,
  facility          text        not null,
  username          text        not null,
  -- Lower case: software spells it as it likes.
  username_key      text        not null unique,
  vendor            text,
  channels          text[]      not null,
  -- Addresses or networks it may come from; none: any.
  addresses         text[]      not null default '{}',
  -- May see visits at other facilities in a card look-up.
  may_read_history  boolean     not null default false,
  state             text        not null check (state in ('open', 'locked')),
  expires_at        timestamptz,
  created_at        timestamptz not null,
  -- scrypt of the MD5 that software sends; the password itself is known to nobody here.
  password_hash     bytea       not null,
  password_salt     bytea       not null,
  password_at       timestamptz not null,
  -- While a password is changed, the one before counts until then.
  former_hash       bytea,
  former_salt       bytea,
  former_until      timestamptz,
  -- This facility's credential at the real gateway: AES-256-GCM, see relay/seal.ts.
  upstream_username text,
  upstream_secret   bytea
);
create index account_facility on gateway.account (facility);

-- Only digests: who reads this table cannot act as anybody.
create table gateway.token (
  digest          bytea       not null primary key,
  id_digest       bytea       not null,
  -- Of the password that was used, keyed with the token: checks `passwordHash` without another scrypt.
  proof           bytea       not null,
  account_id      uuid        not null,
  issued_at       timestamptz not null,
  expires_at      timestamptz not null,
  revoked_at      timestamptz,
  -- Where it was used first.
  address         text        not null
);
create index token_account on gateway.token (account_id);
create index token_expiry on gateway.token (expires_at);

-- Failed sign-ins per name, per address and per both, whether the name exists or not.
create table gateway.failure (
  who          bytea       not null primary key,
  times        int         not null,
  last_at      timestamptz not null,
  locked_until timestamptz
);

-- What happened at this door. The same thing again within a minute is counted, so that a flood is a few rows.
create table gateway.event (
  shard      int         not null,
  minute     timestamptz not null,
  kind       text        not null,
  facility   text        not null default '',
  username   text        not null default '',
  address    text        not null default '',
  -- Digest of what was asked about (a card); never the thing itself.
  subject    text        not null default '',
  times      int         not null default 1,
  last_at    timestamptz not null,
  primary key (shard, minute, kind, facility, username, address, subject)
);
create index event_minute on gateway.event (minute desc);

-- What was answered, for the questions that software asks later (results by day, errors of a transaction).
create table gateway.submission (
  shard            int         not null,
  submission_id    uuid        not null,
  transaction_code text        not null,
  facility         text        not null,
  account_id       uuid        not null,
  operation        text        not null,
  kind             text        not null,
  at               timestamptz not null,
  -- In Vietnam.
  day              date        not null,
  receipt_id       uuid,
  code             text        not null,
  total            int         not null,
  set_aside        int         not null,
  size             bigint      not null,
  problems         jsonb       not null default '[]',
  primary key (shard, submission_id)
);
create index submission_day on gateway.submission (shard, facility, day);
create index submission_transaction on gateway.submission (shard, facility, transaction_code);
create index submission_at on gateway.submission (at);
