-- Why: a vendor proves its messages before a facility goes live, and the department decides on what was seen. Only counts
-- and places are kept, never a message: test data may still turn out to be somebody's.

create table sandbox.sandbox (
  sandbox_id       uuid        not null primary key,
  facility         text        not null,
  vendor           text        not null,
  software         text        not null,
  software_version text        not null,
  plans            jsonb       not null,
  services         jsonb       not null,
  state            text        not null,
  state_since      timestamptz not null,
  opened_at        timestamptz not null,
  expires_at       timestamptz not null,
  last_message_at  timestamptz,
  -- Counts and places (evidence.types.ts).
  evidence         jsonb       not null,
  -- Said of the evidence, for the list.
  messages         int         not null,
  score            int         not null,
  blockers         int         not null,
  -- The report as it stood when it was said to be ready, with the SHA-256 of its JSON.
  fixed_report     jsonb,
  fixed_at         timestamptz,
  fixed_sha256     text
);
create index sandbox_facility on sandbox.sandbox (facility, opened_at desc);
-- One certificate at a time lets a facility in.
create unique index sandbox_live on sandbox.sandbox (facility) where state = 'live';

create table sandbox.file (
  sandbox_id  uuid        not null,
  number      int         not null,
  received_at timestamptz not null,
  file_name   text,
  size        bigint      not null,
  records     int         not null,
  accepted    int         not null,
  refusal     text,
  primary key (sandbox_id, number)
);

create table sandbox.step (
  sandbox_id uuid        not null,
  number     int         not null,
  at         timestamptz not null,
  from_state text        not null,
  to_state   text        not null,
  by_whom    text        not null,
  reason     text        not null,
  exception  text,
  primary key (sandbox_id, number)
);
