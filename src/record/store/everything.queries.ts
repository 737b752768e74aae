import { sql } from '#foundation/db'
import type { Place } from './place.ts'
import { prepared } from './prepared.ts'
import { type Reader, row, type StoredRow } from './read.queries.ts'

export interface CompartmentPage {
  readonly patient: Place
  /** Tokens of what belongs to the compartment without being about the patient. */
  readonly beside: readonly string[]
  readonly types: readonly number[] | null
  readonly since: Date | null
  readonly after: { readonly type: number; readonly id: string } | null
  readonly limit: number
}

/** A patient and everything of their compartment: by the patient column, strays in other shards too, and by tokens. */
export const findCompartment = (
  db: Reader,
  { patient, beside, types, since, after, limit }: CompartmentPage,
) => {
  const wanted = sql`not r.deleted
      ${types ? sql`and r.type = any(${types}::smallint[])` : sql.empty}
      ${since ? sql`and r.last_updated >= ${since.toISOString()}::timestamptz` : sql.empty}
      ${after ? sql`and (r.type, r.id) > (${after.type}::smallint, ${after.id}::uuid)` : sql.empty}`
  return db.many<StoredRow>(
    prepared(sql`
      (select ${row} from store.resource r
        where r.shard in (select ${patient.shard}::int union all
            select row_shard from store.stray where shard = ${patient.shard} and patient = ${patient.id}::uuid)
          and r.patient = ${patient.id}::uuid and ${wanted}
        order by r.type, r.id limit ${sql.literal(limit)})
      union all
      (select ${row} from store.resource r
        where r.tok && ${`{${beside.join(',')}}`}::bigint[] and r.patient is distinct from ${patient.id}::uuid and ${wanted}
        order by r.type, r.id limit ${sql.literal(limit)})
      order by type, id limit ${sql.literal(limit)}`),
  )
}
