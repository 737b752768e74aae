import type { Resource } from 'fhir/r4'
import type { Database, Tx } from '#foundation/db'
import { shardOf } from '#foundation/ids'
import { tokenFor } from '#vocabulary/fhir'
import { hashToken } from './hash-token.ts'
import { typeName, typeNumber } from './resource-type.ts'
import {
  readMany,
  readPatients,
  readResource,
  readVersions,
  type StoredRow,
  searchResources,
} from './store.queries.ts'

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

export interface ResourceSearch {
  readonly type: string
  readonly patientIds?: readonly string[]
  /** Search parameters with their values, all of which must hold: `[['code', 'http://…|I10']]`. */
  readonly params?: readonly (readonly [param: string, value: string])[]
  /** Clinical date, inclusive from, exclusive to (ISO instants). */
  readonly from?: string
  readonly to?: string
  readonly limit?: number
  readonly offset?: number
}

/** Reads the store. Only the gate and the journey hold one. */
export interface StoreReader {
  read(type: string, id: string): Promise<StoredResource | null>
  /** All versions, newest first. */
  versions(type: string, id: string): Promise<StoredResource[]>
  /** Present resources of these patients, newest clinical date first, undated last. */
  ofPatients(
    patientIds: readonly string[],
    types: readonly string[] | null,
    limit: number,
  ): Promise<StoredResource[]>
  readAll(refs: readonly { type: string; id: string }[]): Promise<StoredResource[]>
  search(search: ResourceSearch): Promise<StoredResource[]>
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function openStoreReader(db: Database | Tx): StoreReader {
  return {
    async read(type, id) {
      const number = typeNumber(type)
      if (number === undefined || !uuid.test(id)) return null
      const row = await readResource(db, shardOf(id), number, id)
      return row ? toStored(row) : null
    },
    async versions(type, id) {
      const number = typeNumber(type)
      if (number === undefined || !uuid.test(id)) return []
      return (await readVersions(db, shardOf(id), number, id)).map(toStored)
    },
    async ofPatients(patientIds, types, limit) {
      if (patientIds.length === 0) return []
      const rows = await readPatients(db, withShards(patientIds), types?.map(known) ?? null, limit)
      return rows.map(toStored)
    },
    async readAll(refs) {
      const keys = refs.map((ref) => ({ type: known(ref.type), id: ref.id, shard: shardOf(ref.id) }))
      return keys.length === 0 ? [] : (await readMany(db, keys)).map(toStored)
    },
    async search(search) {
      const type = typeNumber(search.type)
      const { patientIds, params } = withoutSubject(search)
      if (type === undefined || patientIds?.length === 0) return []
      const rows = await searchResources(db, {
        type,
        patients: patientIds ? withShards(patientIds) : null,
        tokens: params.map(([param, value]) => hashToken(search.type, tokenFor(param, value))),
        from: search.from ?? null,
        to: search.to ?? null,
        limit: search.limit ?? 100,
        offset: search.offset ?? 0,
      })
      return rows.map(toStored)
    },
  }
}

/** `subject=Patient/x` and `patient=Patient/x` are answered by the patient column, not by tokens. */
function withoutSubject(
  search: ResourceSearch,
): Pick<ResourceSearch, 'patientIds'> & { params: [string, string][] } {
  const params: [string, string][] = []
  let patientIds = search.patientIds
  for (const [param, value] of search.params ?? []) {
    const id =
      (param === 'subject' || param === 'patient') && value.startsWith('Patient/') ? value.slice(8) : null
    if (id === null) params.push([param, value])
    else patientIds = patientIds ? patientIds.filter((known) => known === id) : [id]
  }
  return { ...(patientIds ? { patientIds } : {}), params }
}

const withShards = (ids: readonly string[]) => ids.map((id) => ({ id, shard: shardOf(id) }))

function known(type: string): number {
  const number = typeNumber(type)
  if (number === undefined) throw new Error(`store: no FHIR R4 type named ${type}`)
  return number
}

const toStored = (row: StoredRow): StoredResource => ({
  type: typeName(row.type),
  id: row.id,
  version: row.ver,
  deleted: row.deleted,
  lastUpdated: row.last_updated,
  patientId: row.patient,
  json: row.content,
})

/** Parses a stored resource where the caller must look inside. */
export const parseStored = <T extends Resource>(stored: StoredResource): T => JSON.parse(stored.json) as T
