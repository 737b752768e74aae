import { isUuid8, shardFor, shardOf, sharedId, type Uuid } from '#foundation/ids'
import { typeNumber } from './resource-type.ts'

/** Where a resource lies. `extId` when its id was chosen by a client. */
export interface Place {
  readonly shard: number
  readonly type: number
  /** The key in the tables. */
  readonly id: Uuid
  readonly extId: string | null
}

/** FHIR R4 2.24.0.1: `id`. */
export const isLogicalId = (id: string): boolean => /^[A-Za-z0-9\-.]{1,64}$/.test(id)

/**
 * Where an id lies when the directory says nothing else: ids made here carry their shard; foreign ones are hashed, and the
 * key is derived from them, so that the same id is the same key for ever.
 */
export function placeOf(type: string, id: string, shard?: number): Place {
  const number = knownType(type)
  if (isUuid8(id)) return { shard: shardOf(id), type: number, id, extId: null }
  const where = shard ?? shardFor(id)
  return { shard: where, type: number, id: sharedId(type, id, where), extId: id }
}

export function knownType(type: string): number {
  const number = typeNumber(type)
  if (number === undefined) throw new Error(`store: no FHIR R4 type named ${type}`)
  return number
}
