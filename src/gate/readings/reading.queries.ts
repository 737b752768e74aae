import { pgArray, type Queries, sql } from '#foundation/db'
import type { Reading } from '#gate/access'

export interface ReadingRow extends Omit<Reading, 'actor'> {
  readonly shard: number
  readonly readingId: string
  readonly at: Date
  readonly actorKind: string
  readonly actorName: string | null
}

/** Lists of ids go as text: `unnest` would make one list of all. */
export const insertReadings = (db: Queries, rows: readonly ReadingRow[]) =>
  db.run(sql.named('readings.insert')`
    insert into readings.reading (shard, reading_id, at, person_id, patient_ids, asked, actor_kind, actor_name, facility,
      purpose, door)
    select shard, reading_id, at, person_id, patient_ids::uuid[], asked, actor_kind, actor_name, facility, purpose, door
    from unnest(${rows.map((row) => row.shard)}::int[], ${rows.map((row) => row.readingId)}::uuid[],
      ${rows.map((row) => row.at.toISOString())}::timestamptz[], ${rows.map((row) => row.personId)}::uuid[],
      ${pgArray(rows.map((row) => pgArray(row.patientIds)))}::text[], ${rows.map((row) => row.asked)}::text[],
      ${rows.map((row) => row.actorKind)}::text[], ${rows.map((row) => row.actorName)}::text[],
      ${rows.map((row) => row.facility)}::text[], ${rows.map((row) => row.purpose)}::text[],
      ${rows.map((row) => row.door)}::text[])
      as k(shard, reading_id, at, person_id, patient_ids, asked, actor_kind, actor_name, facility, purpose, door)`)

export interface ReadTogether {
  readonly shard: number
  readonly reading_id: string
  readonly patient_ids: readonly string[]
}

/** Readings that showed one of these records beside others, in the order of their ids, a page at a time. */
export const findReadTogether = (
  db: Queries,
  patientIds: readonly string[],
  after: string | null,
  limit: number,
) =>
  db.many<ReadTogether>(sql`
    select shard, reading_id, patient_ids from readings.reading
    where cardinality(patient_ids) > 1 and patient_ids && ${patientIds}::uuid[]
      and (${after}::uuid is null or reading_id > ${after}::uuid)
    order by reading_id limit ${limit}`)
