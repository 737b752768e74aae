import { type Queries, type Sql, sql, type Tx } from '#foundation/db'
import type { RecordRow } from './links.types.ts'

/** As ISO text: it goes back as it came. */
export const instant = (column: Sql) =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

export const recordColumns = sql`r.shard, r.record, r.facility, r.local_id, r.patient_id, r.version, r.state, r.model,
  ${instant(sql`r.seen_at`)} as seen_at, ${instant(sql`r.said_at`)} as said_at,
  ${instant(sql`r.admitted_at`)} as admitted_at, r.person_shard, r.person_id,
  ${instant(sql`r.linked_at`)} as linked_at, r.linked_by, r.keys, r.sure, r.words, r.card`

/** Where a record lies, from its number (record-keys.ts). */
export const shardIn = (record: Sql) => sql`((${record} >> 48) & 65535)::int`

/**
 * Sorted by the caller, so that two writers never wait for each other. Held until the transaction ends. `everybody` is shared by
 * all who lock one by one, and held alone by one whose keys are too many for that.
 */
export const lockHashes = (tx: Tx, hashes: readonly string[], everybody: string) =>
  tx.run(
    sql.named('links.lock')`select pg_advisory_xact_lock_shared(${everybody}::bigint) union all
      select pg_advisory_xact_lock(h) from unnest(${hashes}::bigint[]) as k(h)`,
  )

export const lockEverybody = (tx: Tx, everybody: string) =>
  tx.run(sql`select pg_advisory_xact_lock(${everybody}::bigint)`)

export interface NaturalKey {
  readonly shard: number
  readonly facility: string
  readonly localId: string
}

const naturalRows = (keys: readonly NaturalKey[]) => sql`unnest(${keys.map((k) => k.shard)}::int[],
    ${keys.map((k) => k.facility)}::text[], ${keys.map((k) => k.localId)}::text[]) as k(shard, facility, local_id)
  cross join lateral (select * from identity.record
    where shard = k.shard and facility = k.facility and local_id = k.local_id limit 1) r`

export const findByNaturalKey = (db: Queries, keys: readonly NaturalKey[]) =>
  db.many<RecordRow>(sql.named('links.natural')`select ${recordColumns} from ${naturalRows(keys)}`)

export const findRecords = (db: Queries, records: readonly string[]) =>
  db.many<RecordRow>(
    sql.named('links.records')`
    select ${recordColumns} from unnest(${records}::bigint[]) as k(record)
    cross join lateral (select * from identity.record
      where shard = ${shardIn(sql`k.record`)} and record = k.record limit 1) r`,
  )

export type Holder = RecordRow & { readonly found: readonly string[] }

export interface Found {
  /** What is stored under the natural keys asked for, as it is now. */
  readonly own: readonly RecordRow[]
  /** Who shares a key: each record once, with the keys that found it; at most so many of each key. */
  readonly holders: readonly Holder[]
  /** Keys that find nobody any more. */
  readonly crowded: readonly string[]
}

export async function findHolders(
  db: Queries,
  keys: readonly NaturalKey[],
  hashes: readonly string[],
  limit: number,
): Promise<Found> {
  const rows = await db.many<RecordRow & { record: string | null; found: readonly string[] | null }>(
    sql.named('links.holders')`
    select f.found, ${recordColumns}
    from (
      select array_agg(h) as found, record from (
        select k.h, s.record from unnest(${hashes}::bigint[]) as k(h)
        cross join lateral (select record from identity.key where hash = k.h limit ${limit}::int) s
        union all
        select c.hash, null from unnest(${hashes}::bigint[]) as k(h)
        cross join lateral (select hash from identity.crowd where hash = k.h limit 1) c
      ) each group by record
    ) f
    left join lateral (select * from identity.record
      where shard = ${shardIn(sql`f.record`)} and record = f.record limit 1) r on true
    union all
    select null, ${recordColumns} from ${naturalRows(keys)}`,
  )
  return {
    own: rows.filter((row) => row.found === null),
    holders: rows.filter((row): row is Holder => row.record !== null && row.found !== null),
    crowded: rows.find((row) => row.record === null)?.found ?? [],
  }
}

export const findCrowded = async (db: Queries, hashes: readonly string[]): Promise<string[]> =>
  (
    await db.many<{ hash: string }>(
      sql`select hash from identity.crowd where hash = any(${hashes}::bigint[])`,
    )
  ).map((row) => row.hash)
