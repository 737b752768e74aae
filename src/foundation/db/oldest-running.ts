import { sql } from './sql.ts'

/**
 * A bigint: every transaction of this database with a lower number has ended and is visible to the statement that asks.
 * `pg_snapshot_xmin` counts the transactions of all databases of the server: a long one of a neighbour would hold up
 * everything that waits for it. Left out are only those a session of another database holds at this moment; one that
 * ended in between, was prepared, or is hidden from us counts as ours. A session knows the lower 32 bits of its number.
 */
export const oldestRunning = sql`coalesce(
  (select min(x::text::bigint) from pg_snapshot_xip(pg_current_snapshot()) x
   where not exists (
     select from pg_stat_activity a
     where a.datname <> current_database() and a.backend_xid::text::bigint = (x::text::bigint & 4294967295))),
  pg_snapshot_xmax(pg_current_snapshot())::text::bigint)`
