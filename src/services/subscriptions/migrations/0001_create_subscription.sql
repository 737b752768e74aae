-- Why: events of a subscription are numbered without gaps, kept until they are delivered, and told again on request.
-- What was asked for stands in the Subscription resource; this is how far we are with it.
create table subscriptions.subscription (
  subscription_id text        not null primary key,
  -- The resource's version that was read last.
  version         int         not null,
  state           text        not null check (state in ('requested', 'active', 'error', 'off', 'refused')),
  -- What the resource asks for, read and checked; null when it asks for what cannot be done.
  wanted          jsonb,
  -- Changes from then on are its business.
  since           timestamptz not null,
  last_number     bigint      not null default 0,
  delivered       bigint      not null default 0,
  is_greeted      boolean     not null default false,
  failures        int         not null default 0,
  failing_since   timestamptz,
  retry_at        timestamptz not null,
  sent_at         timestamptz,
  -- Why it is not active, for people.
  trouble         text
);

create table subscriptions.event (
  subscription_id text        not null,
  number          bigint      not null,
  tx              bigint      not null,
  at              timestamptz not null,
  type            text        not null,
  resource_id     text        not null,
  version         int         not null,
  method          text        not null check (method in ('POST', 'PUT', 'DELETE')),
  primary key (subscription_id, number)
);
create index event_age on subscriptions.event (at);

-- How far the ledger was read, and which process reads it.
create table subscriptions.cursor (
  name        text        not null primary key,
  mark        text        not null,
  holder      uuid,
  lease_until timestamptz not null
);

-- Tickets for binding a socket; only their digest is kept.
create table subscriptions.ticket (
  digest           bytea       not null primary key,
  subscription_ids text[]      not null,
  expires_at       timestamptz not null
);
