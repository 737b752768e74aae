import { pgArray, type Queries, type Sql, sql, type Tx } from '#foundation/db'
import type { ReadingAsked } from '#gate/access'

export type CorrectionState = 'open' | 'told' | 'no-need'

interface Key {
  readonly shard: number
  readonly readingId: string
}

const keysOf = (keys: readonly Key[]) =>
  sql`unnest(${keys.map((key) => key.shard)}::int[], ${keys.map((key) => key.readingId)}::uuid[])`

/** One who looks for what is to be corrected at a time: what one has listed the next sees. Held until the commit. */
export const lockCorrections = (tx: Tx) =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended('readings.correction', 0))`)

export interface LastCorrection {
  readonly reading_id: string
  readonly parts: readonly number[]
  readonly state: CorrectionState
  readonly closed_by: string | null
}

/** The newest correction of each reading that has one. */
export const findLastCorrections = (db: Queries, readings: readonly Key[]) =>
  db.many<LastCorrection>(sql`
    select c.reading_id, c.parts, c.state, c.closed_by from ${keysOf(readings)} as k(shard, reading_id)
    cross join lateral (select * from readings.correction where shard = k.shard and reading_id = k.reading_id
      order by correction_id desc limit 1) c`)

export interface NewCorrection extends Key {
  readonly correctionId: string
  readonly eventId: string
  readonly partedAt: Date
  readonly parts: readonly number[]
}

export const insertCorrections = (tx: Tx, rows: readonly NewCorrection[], now: Date) =>
  tx.run(sql`
    insert into readings.correction (shard, correction_id, reading_id, event_id, parted_at, listed_at, parts, state)
    select shard, correction_id, reading_id, event_id, parted_at, ${now.toISOString()}::timestamptz, parts::int[], 'open'
    from unnest(${rows.map((row) => row.shard)}::int[], ${rows.map((row) => row.correctionId)}::uuid[],
      ${rows.map((row) => row.readingId)}::uuid[], ${rows.map((row) => row.eventId)}::uuid[],
      ${rows.map((row) => row.partedAt.toISOString())}::timestamptz[],
      ${pgArray(rows.map((row) => `{${row.parts.join(',')}}`))}::text[])
      as k(shard, correction_id, reading_id, event_id, parted_at, parts)
    on conflict do nothing`)

/** What parted differently while it waits is shown as it is now. */
export const repartCorrections = (tx: Tx, rows: readonly (Key & { readonly parts: readonly number[] })[]) =>
  tx.run(sql`
    update readings.correction c set parts = k.parts::int[]
    from unnest(${rows.map((row) => row.shard)}::int[], ${rows.map((row) => row.readingId)}::uuid[],
      ${pgArray(rows.map((row) => `{${row.parts.join(',')}}`))}::text[]) as k(shard, reading_id, parts)
    where c.shard = k.shard and c.reading_id = k.reading_id and c.state = 'open'`)

/** They are one again: nobody has to be told. */
export const closeCorrections = (tx: Tx, rows: readonly (Key & { readonly eventId: string })[], now: Date) =>
  tx.run(sql`
    update readings.correction c
    set state = 'no-need', said_by = null, said_at = ${now.toISOString()}::timestamptz, closed_by = k.event_id
    from unnest(${rows.map((row) => row.shard)}::int[], ${rows.map((row) => row.readingId)}::uuid[],
      ${rows.map((row) => row.eventId)}::uuid[]) as k(shard, reading_id, event_id)
    where c.shard = k.shard and c.reading_id = k.reading_id and c.state = 'open'`)

export interface CorrectionRow {
  readonly correction_id: string
  readonly event_id: string
  readonly parted_at: Date
  readonly listed_at: Date
  readonly state: CorrectionState
  readonly said_by: string | null
  readonly said_at: Date | null
  readonly note: string
  readonly closed_by: string | null
  readonly reading_id: string
  readonly at: Date
  readonly person_id: string
  readonly patient_ids: readonly string[]
  readonly asked: ReadingAsked
  readonly actor_kind: string
  readonly actor_name: string | null
  readonly facility: string | null
  readonly purpose: string
  readonly door: string
}

const columns = sql`c.correction_id, c.event_id, c.parted_at, c.listed_at, c.state, c.said_by, c.said_at, c.note, c.closed_by,
  r.reading_id, r.at, r.person_id, r.patient_ids, r.asked, r.actor_kind, r.actor_name, r.facility, r.purpose, r.door`
const withReading = sql`join readings.reading r on r.shard = c.shard and r.reading_id = c.reading_id`

/** Newest first. One statement for each way to ask: a plan for all of them would use no index. */
export const findCorrections = (
  db: Queries,
  asked: { readonly state: CorrectionState | null; readonly after: string | null; readonly limit: number },
) => {
  const conditions: Sql[] = [
    ...(asked.state === null ? [] : [sql`state = ${asked.state}`]),
    ...(asked.after === null ? [] : [sql`correction_id < ${asked.after}::uuid`]),
  ]
  const where = conditions.length === 0 ? sql.empty : sql`where ${sql.join(conditions, sql` and `)}`
  return db.many<CorrectionRow>(sql`
    select ${columns} from (
      select * from readings.correction ${where} order by correction_id desc limit ${asked.limit}
    ) c ${withReading} order by c.correction_id desc`)
}

export const findCorrection = (db: Queries, shard: number, correctionId: string) =>
  db.maybe<CorrectionRow>(sql`
    select ${columns} from readings.correction c ${withReading}
    where c.shard = ${shard} and c.correction_id = ${correctionId}::uuid`)

export const lockCorrection = (tx: Tx, shard: number, correctionId: string) =>
  tx.maybe<Pick<CorrectionRow, 'closed_by' | 'patient_ids'>>(sql`
    select c.closed_by, r.patient_ids from readings.correction c ${withReading}
    where c.shard = ${shard} and c.correction_id = ${correctionId}::uuid for update of c`)

export const markCorrection = (
  tx: Tx,
  said: {
    readonly shard: number
    readonly correctionId: string
    readonly state: CorrectionState
    readonly by: string
    readonly note: string
  },
  now: Date,
) =>
  tx.run(sql`
    update readings.correction set state = ${said.state}, said_by = ${said.by},
      said_at = ${now.toISOString()}::timestamptz, note = ${said.note}
    where shard = ${said.shard} and correction_id = ${said.correctionId}::uuid`)

export const countOpen = async (db: Queries): Promise<number> =>
  (await db.one<{ n: number }>(sql`select count(*)::int as n from readings.correction where state = 'open'`))
    .n
