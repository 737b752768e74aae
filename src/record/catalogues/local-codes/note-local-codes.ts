import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { catalogueIds } from '#vocabulary/catalogues'
import { countLocalCodes, type SeenRow } from './local-code.queries.ts'
import type { LocalCodeKey, SeenLocalCode } from './local-code.types.ts'
import { localSource, nameKey, tidyCode, tidyDisplay } from './local-source.ts'

const lists = new Set<string>(catalogueIds)
const perStatement = 5_000

/** Counts codes that facilities used, for the mapping queue. Two statements for some thousand codes; callers gather batches. */
export async function noteLocalCodes(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  seen: readonly SeenLocalCode[],
): Promise<void> {
  const rows = joinSame(seen)
  for (let at = 0; at < rows.length; at += perStatement)
    await db.transaction((tx) =>
      countLocalCodes(tx, rows.slice(at, at + perStatement), clock.now().toISOString()),
    )
}

/** One row per source, code, name and facility. A code of no list of ours, and one without code and name, say nothing. */
function joinSame(seen: readonly SeenLocalCode[]): SeenRow[] {
  const rows = new Map<string, SeenRow>()
  for (const each of seen) {
    const code = tidyCode(each.code)
    const display = tidyDisplay(each.display)
    if (!lists.has(each.list) || (code === '' && display === '') || !(each.count > 0)) continue
    const row = {
      source: localSource(each),
      list: each.list as LocalCodeKey['list'],
      code,
      nameKey: nameKey(display),
      display,
      facility: each.facility.slice(0, 20),
      count: Math.floor(each.count) || 1,
    }
    const key = JSON.stringify([row.source, row.list, row.code, row.nameKey, row.facility])
    const same = rows.get(key)
    rows.set(key, same ? { ...same, count: same.count + row.count } : row)
  }
  return [...rows.values()]
}
