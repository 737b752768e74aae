-- What happened is written in the transaction in which it happened; who listens gets a job in the same transaction.
create table events.outbox (
  name text not null,
  id bigint generated always as identity,
  version integer not null,
  payload json not null,
  announced_at timestamptz not null,
  primary key (name, id)
);
create index outbox_by_time on events.outbox (announced_at);

-- Every key carries the queue: on Citus `for update skip locked` needs equality on the shard key (stack.md §6).
-- Rows live for seconds, so the table is vacuumed by count and not by share.
create table events.job (
  queue text not null,
  id bigint generated always as identity,
  kind text not null,
  version integer not null,
  payload json not null,
  enqueued_at timestamptz not null,
  run_at timestamptz not null,
  attempts integer not null default 0,
  problem_code text,
  primary key (queue, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_scale_factor = 0.5);
create index job_ready on events.job (queue, run_at, id);

-- Jobs that a person must look at. They keep their number, so that a log line still finds them.
create table events.dead_job (
  queue text not null,
  id bigint not null,
  kind text not null,
  version integer not null,
  payload json not null,
  enqueued_at timestamptz not null,
  died_at timestamptz not null,
  attempts integer not null,
  problem_code text not null,
  primary key (queue, id)
);
