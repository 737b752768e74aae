-- Why: an export or an import outlives the request that asked for it, and the process that works on it.
create table bulk_data.job (
  job_id      uuid        not null primary key,
  kind        text        not null check (kind in ('export', 'import')),
  state       text        not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  -- What was asked, by whom and why: read again by whoever works on it.
  asked       jsonb       not null,
  asked_at    timestamptz not null,
  run_at      timestamptz not null,
  -- Who works on it, and until when others keep away.
  worker      uuid,
  lease_until timestamptz,
  attempts    int         not null default 0,
  progress    jsonb       not null default '{}',
  problem     jsonb,
  expires_at  timestamptz
);
create index job_open on bulk_data.job (asked_at) where state in ('waiting', 'running');
create index job_expiry on bulk_data.job (expires_at) where expires_at is not null;

-- Finished files of a job; their bytes lie in the job's folder.
create table bulk_data.file (
  job_id  uuid   not null,
  number  int    not null,
  role    text   not null check (role in ('output', 'deleted', 'error')),
  type    text   not null,
  name    text   not null,
  is_gzip boolean not null,
  lines   bigint not null,
  bytes   bigint not null,
  primary key (job_id, number)
);
