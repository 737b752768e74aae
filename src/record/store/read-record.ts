import type { Resource } from 'fhir/r4'
import type { Database, Tx } from '#foundation/db'
import { locate, type Ref } from './locate.ts'
import { knownType, placeOf } from './place.ts'
import { readMany, readPatients, type StoredRow } from './read.queries.ts'
import { typeName } from './resource-type.ts'

/** One stored version. `json` is the text as stored and goes to the reader unparsed; empty when deleted. */
export interface StoredResource {
  readonly type: string
  readonly id: string
  readonly version: number
  readonly deleted: boolean
  readonly lastUpdated: Date
  readonly patientId: string | null
  readonly json: string
}

/** Reads whole records, for the pages of a person. Only the gate and the journey hold one. */
export interface StoreReader {
  /** Present resources of these patients, newest clinical date first, undated last. */
  ofPatients(
    patientIds: readonly string[],
    types: readonly string[] | null,
    limit: number,
  ): Promise<StoredResource[]>
  /** Those that are present. */
  readAll(refs: readonly Ref[]): Promise<StoredResource[]>
}

export function openStoreReader(db: Database | Tx): StoreReader {
  return {
    async ofPatients(patientIds, types, limit) {
      if (patientIds.length === 0) return []
      const places = patientIds.map((id) => placeOf('Patient', id))
      return (await readPatients(db, places, types?.map(knownType) ?? null, limit)).map(toStored)
    },
    async readAll(refs) {
      if (refs.length === 0) return []
      const places = await locate(db, refs)
      return (await readMany(db, [...places.values()])).map(toStored)
    },
  }
}

const toStored = (row: StoredRow): StoredResource => ({
  type: typeName(row.type),
  id: row.ext_id ?? row.id,
  version: row.ver,
  deleted: row.deleted,
  lastUpdated: row.last_updated,
  patientId: row.patient,
  json: row.content,
})

/** Parses a stored resource where the caller must look inside. */
export const parseStored = <T extends Resource>(stored: { readonly json: string }): T =>
  JSON.parse(stored.json) as T
