import { createHash } from 'node:crypto'
import type { Database, Tx } from '#foundation/db'
import { findMapping } from './mapping.queries.ts'
import { csvKept, csvMapping } from './mapping.types.ts'
import { columnName } from './read-cells.ts'
import { parseJson } from './split-csv.ts'

/** A header as one value: the same columns in the same order, however many spaces stand between their words. */
export function headerDigest(columns: readonly string[]): Buffer {
  return createHash('sha256').update(columns.map(columnName).join('\u0001')).digest()
}

/**
 * Completes what the splitter kept (`head.keep`) with the newest mapping for this facility and header. `cut`: the file is
 * just arriving, and its lines will be put together as the mapping says. `read`: it was cut before; only the mapping is
 * renewed. A text that is no CSV's comes back as it is.
 */
export async function resolveMapping(
  db: Database | Tx,
  facilityCode: string | null,
  kept: string | null,
  when: 'cut' | 'read',
): Promise<string | null> {
  const parsed = csvKept.safeParse(parseJson(kept))
  if (!parsed.success || facilityCode === null) return kept
  const row = await findMapping(db, facilityCode, headerDigest(parsed.data.columns))
  const mapping = csvMapping.safeParse(row?.body)
  if (!row || !mapping.success) return JSON.stringify({ ...parsed.data, mapping: null, mappingVersion: null })
  const { together, keyColumns } = mapping.data
  const groupedBy = when === 'cut' ? (together ? keyColumns : []) : parsed.data.groupedBy
  return JSON.stringify({ ...parsed.data, groupedBy, mapping: mapping.data, mappingVersion: row.version })
}
