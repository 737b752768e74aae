import { type Queries, type Sql, sql, type Tx } from '#foundation/db'
import type { SourceKey } from '#vocabulary/demographics'
import type { RecordRow } from './links.types.ts'
import { patientKey } from './local-ids.ts'

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

/** Ids alone: what the records say is not read. */
export const findPatientsNamed = (db: Queries, names: readonly SourceKey[]) =>
  db.many<Pick<RecordRow, 'facility' | 'local_id' | 'patient_id'>>(sql`
    select r.facility, r.local_id, r.patient_id
    from ${naturalRows(names.map((name) => patientKey(name.facilityCode, name.localId)))}`)

export const findRecords = (db: Queries, records: readonly string[]) =>
  db.many<RecordRow>(
    sql.named('links.records')`
    select ${recordColumns} from unnest(${records}::bigint[]) as k(record)
    cross join lateral (select * from identity.record
      where shard = ${shardIn(sql`k.record`)} and record = k.record limit 1) r`,
  )

/** Of a record that shares a key only what weighing it asks for: most of those found are strangers. */
export interface Holder
  extends Pick<
    RecordRow,
    'record' | 'version' | 'facility' | 'local_id' | 'patient_id' | 'person_id' | 'words'
  > {
  /** The keys that found it. */
  readonly found: readonly string[]
}

/** How a stored record stands, to see whether it has changed since it was read. */
export type Stand = Pick<RecordRow, 'record' | 'version' | 'seen_at'>

export interface Found {
  /** What is stored under the natural keys asked for. */
  readonly own: readonly Stand[]
  /** Who shares a key: each record once, at most so many of each key. */
  readonly holders: readonly Holder[]
  /** Keys that find nobody any more. */
  readonly crowded: readonly string[]
}

interface HolderRow extends Omit<Holder, 'record' | 'found'> {
  readonly record: string | null
  /** Places among the keys asked for, from 1: shorter than the keys. Null: a row of one's own. */
  readonly found: readonly number[] | null
  readonly seen_at: string | null
}

export async function findHolders(
  db: Queries,
  keys: readonly NaturalKey[],
  hashes: readonly string[],
  limit: number,
): Promise<Found> {
  const rows = await db.many<HolderRow>(
    sql.named('links.holders')`
    select f.found, r.record, r.version, r.facility, r.local_id, r.patient_id, r.person_id, r.words, null as seen_at
    from (
      select array_agg(n) as found, record from (
        select k.n, s.record from unnest(${hashes}::bigint[]) with ordinality as k(h, n)
        cross join lateral (select record from identity.key where hash = k.h limit ${limit}::int) s
        union all
        select k.n, null from unnest(${hashes}::bigint[]) with ordinality as k(h, n)
        cross join lateral (select from identity.crowd where hash = k.h limit 1) c
      ) each(n, record) group by record
    ) f
    left join lateral (select * from identity.record
      where shard = ${shardIn(sql`f.record`)} and record = f.record limit 1) r on true
    union all
    select null, r.record, r.version, null, null, null, null, null, ${instant(sql`r.seen_at`)}
    from ${naturalRows(keys)}`,
  )
  const hashAt = (place: number | string) => hashes[Number(place) - 1]!
  const found: { own: Stand[]; holders: Holder[]; crowded: string[] } = { own: [], holders: [], crowded: [] }
  for (const row of rows) {
    const { record } = row
    if (record === null) found.crowded.push(...row.found!.map(hashAt))
    else if (row.found === null) found.own.push({ record, version: row.version, seen_at: row.seen_at })
    else found.holders.push({ ...row, record, found: row.found.map(hashAt) })
  }
  return found
}

export const findCrowded = async (db: Queries, hashes: readonly string[]): Promise<string[]> =>
  (
    await db.many<{ hash: string }>(
      sql`select hash from identity.crowd where hash = any(${hashes}::bigint[])`,
    )
  ).map((row) => row.hash)
