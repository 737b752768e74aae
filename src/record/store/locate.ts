import type { Database, Tx } from '#foundation/db'
import { isUuid8, shardFor } from '#foundation/ids'
import { type Place, placeOf } from './place.ts'
import { findInDirectory } from './read.queries.ts'

export interface Ref {
  readonly type: string
  readonly id: string
}

const keyOf = ({ type, id }: Ref) => `${type}/${id}`

/** Where these resources lie, by `Type/id`. Ids made here say it themselves; foreign ones are looked up together. */
export async function locate(db: Database | Tx, refs: readonly Ref[]): Promise<Map<string, Place>> {
  const places = new Map<string, Place>()
  const foreign: Ref[] = []
  for (const ref of refs) {
    if (places.has(keyOf(ref))) continue
    places.set(keyOf(ref), placeOf(ref.type, ref.id))
    // A patient lies where the hash of its id says: it is what others are placed by.
    if (!isUuid8(ref.id) && ref.type !== 'Patient') foreign.push(ref)
  }
  if (foreign.length === 0) return places
  const found = await findInDirectory(
    db,
    foreign.map(({ type, id }) => ({ shard: shardFor(id), type: placeOf(type, id).type, extId: id })),
  )
  const shards = new Map(found.map((row) => [`${row.type}/${row.ext_id}`, row.target_shard]))
  for (const ref of foreign) {
    const shard = shards.get(`${placeOf(ref.type, ref.id).type}/${ref.id}`)
    if (shard !== undefined) places.set(keyOf(ref), placeOf(ref.type, ref.id, shard))
  }
  return places
}
