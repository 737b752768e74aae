import type { Resource } from 'fhir/r4'
import type { Database, Tx } from '#foundation/db'
import { findVersions } from './history.queries.ts'
import { locate, type Ref } from './locate.ts'
import { knownType, placeOf } from './place.ts'
import {
  readLabelled,
  readMany,
  readPatients,
  readVersion,
  readVisit,
  type StoredRow,
} from './read.queries.ts'
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
  /** Present resources of these patients that say anything of security labels, some of them. */
  labelledOf(patientIds: readonly string[]): Promise<StoredResource[]>
  /** Those that are present. */
  readAll(refs: readonly Ref[]): Promise<StoredResource[]>
  /** What one visit wrote and still says. */
  ofVisit(patientId: string, visitId: string): Promise<StoredResource[]>
  /** One version of a resource, also one that is past; null when there is none or it says deleted. */
  version(ref: Ref, version: number): Promise<StoredResource | null>
  /** The version that stood at an instant; null when there was none. */
  asOf(ref: Ref, at: Date): Promise<StoredResource | null>
}

export function openStoreReader(db: Database | Tx): StoreReader {
  return {
    async ofPatients(patientIds, types, limit) {
      if (patientIds.length === 0) return []
      const places = patientIds.map((id) => placeOf('Patient', id))
      return (await readPatients(db, places, types?.map(knownType) ?? null, limit)).map(toStored)
    },
    async labelledOf(patientIds) {
      if (patientIds.length === 0) return []
      const places = patientIds.map((id) => placeOf('Patient', id))
      return (await readLabelled(db, places)).map(toStored)
    },
    async readAll(refs) {
      if (refs.length === 0) return []
      const places = await locate(db, refs)
      return (await readMany(db, [...places.values()])).map(toStored)
    },
    async ofVisit(patientId, visitId) {
      return (await readVisit(db, placeOf('Patient', patientId), visitId)).map(toStored)
    },
    async version(ref, version) {
      const key = (await locate(db, [ref])).values().next().value
      const found = key && (await readVersion(db, key, version))
      return found && !found.deleted ? toStored(found) : null
    },
    async asOf(ref, at) {
      const key = (await locate(db, [ref])).values().next().value
      if (!key) return null
      const [found] = await findVersions(db, {
        ...{ type: key.type, key, since: null, after: null, limit: 1 },
        // Instants are kept to the microsecond, ours end at the millisecond.
        until: new Date(at.getTime() + 1),
      })
      return found && !found.deleted ? toStored(found) : null
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
