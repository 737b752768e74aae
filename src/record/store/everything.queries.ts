import { sql } from '#foundation/db'
import type { Place } from './place.ts'
import { type Reader, row, type StoredRow } from './read.queries.ts'

export interface CompartmentPage {
  readonly patient: Place
  readonly types: readonly number[] | null
  readonly since: Date | null
  readonly after: { readonly type: number; readonly id: string } | null
  readonly limit: number
}

/** A patient and everything about them, by the patient column; strays in other shards too. */
export const findCompartment = (db: Reader, { patient, types, since, after, limit }: CompartmentPage) =>
  db.many<StoredRow>(sql`
    select ${row} from store.resource r
    where r.shard in (select ${patient.shard}::int union all
        select row_shard from store.stray where shard = ${patient.shard} and patient = ${patient.id}::uuid)
      and r.patient = ${patient.id}::uuid and not r.deleted
      ${types ? sql`and r.type = any(${types}::smallint[])` : sql.empty}
      ${since ? sql`and r.last_updated >= ${since.toISOString()}::timestamptz` : sql.empty}
      ${after ? sql`and (r.type, r.id) > (${after.type}::smallint, ${after.id}::uuid)` : sql.empty}
    order by r.type, r.id limit ${limit}`)
