import { oldestRunning, sql } from '#foundation/db'
import type { Reader, StoredRow } from './read.queries.ts'

export interface LedgerRow {
  readonly tx: string
  readonly at: Date
  readonly instant: string
  readonly origin: string
  readonly types: readonly number[]
}

/**
 * Transactions behind a mark, oldest first, and only those below every transaction still running: a number given before
 * commit is no cursor ("greater than the last seen" lost 200 of 2,400 rows, ADR 0011).
 */
export const findTransactions = (db: Reader, after: string, limit: number) =>
  db.many<LedgerRow>(sql`
    select l.tx::text as tx, l.at, l.at::text as instant, l.origin, l.types from store.tx_log l
    where l.shard = 0 and l.tx > ${after}::bigint and l.tx < ${oldestRunning}
    order by l.tx limit ${limit}`)

/** The mark below which everything is known: what a new reader of the ledger starts from. */
export const ledgerMark = async (db: Reader): Promise<string> =>
  (await db.one<{ mark: string }>(sql`select (${oldestRunning} - 1)::text as mark`)).mark

/** What a transaction wrote: found by the moment it wrote at, kept by its number. */
export const findWritten = (db: Reader, { tx, instant, types }: LedgerRow) =>
  db.many<StoredRow>(sql`
    select r.shard, r.type, r.id, r.ver, r.deleted, r.ext_id, r.patient, r.last_updated, r.content
    from store.resource r
    where r.type = any(${types}::smallint[]) and r.last_updated = ${instant}::timestamptz and r.tx = ${tx}::bigint
    union all
    select r.shard, r.type, r.id, r.ver, r.deleted, r.ext_id, null, r.last_updated, r.content
    from store.history r
    where r.type = any(${types}::smallint[]) and r.last_updated = ${instant}::timestamptz and r.tx = ${tx}::bigint`)
