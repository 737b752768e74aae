-- Distributes Mạch's tables over a Citus cluster (13.2 or later, PostgreSQL 15 to 18). Run once, on the coordinator, in the
-- database of Mạch, after `mach migrate` and before the first data; see README.md. Safe to run twice.
--
-- Everything about one patient lies in one shard group: the store, the index and the journey are co-located by `shard`.
set citus.shard_count = 64;

create or replace function pg_temp.distribute(name regclass, with_table text default null) returns void language plpgsql as $$
begin
  if exists (select from pg_dist_partition where logicalrelid = name) then return; end if;
  if with_table is null then perform create_distributed_table(name, 'shard');
  else perform create_distributed_table(name, 'shard', colocate_with => with_table); end if;
end $$;

-- By a hash or a number of their own: found by value, never by person.
create or replace function pg_temp.distribute_by(name regclass, key text) returns void language plpgsql as $$
begin
  if exists (select from pg_dist_partition where logicalrelid = name) then return; end if;
  perform create_distributed_table(name, key, colocate_with => 'none');
end $$;

create or replace function pg_temp.replicate(name regclass) returns void language plpgsql as $$
begin
  if exists (select from pg_dist_partition where logicalrelid = name) then return; end if;
  perform create_reference_table(name);
end $$;

-- The record.
select pg_temp.distribute('store.resource');
select pg_temp.distribute('store.history', 'store.resource');
select pg_temp.distribute('store.num', 'store.resource');
select pg_temp.distribute('store.dts', 'store.resource');
select pg_temp.distribute('store.str', 'store.resource');
select pg_temp.distribute('store.directory', 'store.resource');
select pg_temp.distribute('store.stray', 'store.resource');
select pg_temp.distribute('store.guard', 'store.resource');

-- The index of people and the journey.
select pg_temp.distribute('identity.person', 'store.resource');
select pg_temp.distribute('identity.record', 'store.resource');
select pg_temp.distribute('identity.decision', 'store.resource');
select pg_temp.distribute('identity.event', 'store.resource');
select pg_temp.distribute('identity.event_also', 'store.resource');
select pg_temp.distribute('identity.identifier', 'store.resource');
select pg_temp.distribute('identity.review_item', 'store.resource');
select pg_temp.distribute_by('identity.key', 'hash');
select pg_temp.distribute_by('identity.crowd', 'hash');
select pg_temp.distribute_by('identity.edge', 'a');
select pg_temp.distribute_by('identity.held', 'record');
select pg_temp.distribute('identity.verification', 'store.resource');
select pg_temp.distribute('identity.verification_event', 'store.resource');
select pg_temp.distribute('identity.review_answer', 'store.resource');
select pg_temp.distribute('identity.review_look', 'store.resource');
select pg_temp.distribute('readings.reading', 'store.resource');
select pg_temp.distribute('readings.correction', 'store.resource');
select pg_temp.distribute('journey.visit', 'store.resource');
select pg_temp.distribute('journey.extras', 'store.resource');

-- What was received.
select pg_temp.distribute('intake.receipt', 'store.resource');
select pg_temp.distribute('intake.file', 'store.resource');
select pg_temp.distribute('intake.part', 'store.resource');
select pg_temp.distribute('intake.chunk', 'store.resource');

-- What happened at the insurance gateway, and what was answered there, by facility.
select pg_temp.distribute('gateway.event', 'store.resource');
select pg_temp.distribute('gateway.submission', 'store.resource');

-- Small and read everywhere.
select pg_temp.replicate('intake.facility');
select pg_temp.replicate('intake.dropped_bucket');
select pg_temp.replicate('intake.csv_mapping');
select pg_temp.replicate('gateway.account');
select pg_temp.replicate('identity.model_version');
select pg_temp.replicate('catalogues.version');
select pg_temp.replicate('catalogues.entry');
select pg_temp.replicate('catalogues.version_event');

-- Stay on the coordinator:
--   store.tx_log (its number is the coordinator's transaction), store.secret, identity.secret, intake.refusal;
--   the queues of schema events, bulk and subscriptions (`for update skip locked` needs one node), and of the relay:
--   gateway.outgoing, gateway.relay_lane (order within a facility is decided in one place);
--   gateway.token, gateway.failure (a look-up by digest at each call, forgotten within hours);
--   what people decide, a few rows at a time and two tables in one statement: catalogues.local_code,
--   catalogues.local_code_facility, catalogues.decision, sandbox.sandbox, sandbox.file, sandbox.step;
--   sums that nothing is joined with: data_quality.day, data_quality.month, data_quality.cause, data_quality.waiting,
--   data_quality.rolled.
