import type { StoredRow } from '../read.queries.ts'
import { typeName } from '../resource-type.ts'
import type { ResourceVersion } from '../store.types.ts'

export interface Found extends ResourceVersion {
  /** Parsed when asked for. */
  value(): Record<string, unknown>
}

export function foundOf(row: StoredRow): Found {
  let value: Record<string, unknown> | undefined
  return {
    ...versionOf(row),
    value: () => {
      value ??= JSON.parse(row.content) as Record<string, unknown>
      return value
    },
  }
}

export const versionOf = (row: StoredRow): ResourceVersion => ({
  type: typeName(row.type),
  id: row.ext_id ?? row.id,
  version: row.ver,
  deleted: row.deleted,
  lastUpdated: row.last_updated,
  json: row.content,
})
