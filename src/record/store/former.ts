import { extractSearchIndex } from '#vocabulary/search'
import { mayHaveSideRows } from './main-columns.ts'
import { typeName } from './resource-type.ts'
import { foundBy, type RowToWrite } from './row-to-write.ts'
import type { CurrentRow } from './write.queries.ts'

/** What the side tables hold of a version that goes; null: nothing. */
export function formerOf(stored: CurrentRow, scratch: Map<string, string>): RowToWrite | null {
  const type = typeName(stored.type)
  if (stored.deleted || !mayHaveSideRows(type, stored.present)) return null
  const index = extractSearchIndex(JSON.parse(stored.content) as Record<string, unknown>)
  if (index.numbers.length + index.dates.length + index.strings.length === 0) return null
  const { shard, id, ver } = stored
  return {
    ...{ shard, type: stored.type, id, ver, deleted: false },
    ...{ extId: null, patient: null, visit: null, content: '' },
    found: foundBy(type, { ...index, tokens: [] }, scratch),
  }
}
