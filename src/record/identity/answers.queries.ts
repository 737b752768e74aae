import { type Queries, sql } from '#foundation/db'
import type { RecordRow } from './links/links.types.ts'

/**
 * Whose number it is: its active holder's; when nobody holds it any more, of those who once did. What is disputed or rejected names
 * nobody.
 */
export const findHoldersOf = async (
  db: Queries,
  { shard, kind, value }: { readonly shard: number; readonly kind: string; readonly value: string },
): Promise<string[]> => {
  const rows = await db.many<{ person_id: string; status: string }>(sql`
    select person_id, status from identity.identifier
    where shard = ${shard} and kind = ${kind} and value = ${value} and status in ('active', 'historic')
    order by status, mentions desc, person_id limit 2`)
  const active = rows.filter((row) => row.status === 'active')
  return (active.length > 0 ? active : rows).map((row) => row.person_id)
}

export type SaidRow = Pick<
  RecordRow,
  'person_id' | 'patient_id' | 'facility' | 'local_id' | 'linked_by' | 'card' | 'words'
>

/** What the records of these persons say; of each person so many at most. */
export const findSaidOf = (db: Queries, persons: readonly string[], limit: number) =>
  db.many<SaidRow>(sql`
    select r.person_id, r.patient_id, r.facility, r.local_id, r.linked_by, r.card, r.words
    from unnest(${persons}::uuid[]) as k(person_id)
    cross join lateral (select * from identity.record where person_id = k.person_id
      order by facility, local_id limit ${limit}) r`)
