import { foldName } from '#vocabulary/vietnam'
import { vietnamDay } from '../vietnam-day.ts'
import type { MappingDeps } from './decide.ts'
import {
  countByState,
  findFacilities,
  findQueue,
  type LocalCodeRow,
  type QueueFilter,
} from './local-code.queries.ts'
import type { LocalCodeKey, LocalCodeLine } from './local-code.types.ts'

export const keyOfRow = (row: LocalCodeRow): LocalCodeKey => ({
  source: row.source,
  list: row.list,
  code: row.code,
  nameKey: row.name_key,
})

/** A page of the queue, each code with who uses it and, where it is mapped, what its target is called today. */
export async function readQueue(
  { db, clock, catalogues }: MappingDeps,
  filter: QueueFilter,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ readonly items: readonly LocalCodeLine[]; readonly more: boolean }> {
  const text = filter.text ? foldName(filter.text) || null : null
  const rows = await findQueue(db, { ...filter, text }, limit + 1, offset)
  const page = rows.slice(0, limit)
  const users = page.length > 0 ? await findFacilities(db, page.map(keyOfRow)) : []
  const today = vietnamDay(clock.now())
  const items = await Promise.all(
    page.map(async (row): Promise<LocalCodeLine> => {
      const target = row.target ? await catalogues.lookUp(row.list, row.target, today) : null
      return {
        ...keyOfRow(row),
        display: row.display,
        count: Number(row.count),
        facilities: users
          .filter(
            (u) =>
              u.source === row.source &&
              u.list === row.list &&
              u.code === row.code &&
              u.name_key === row.name_key,
          )
          .map(({ facility, count }) => ({ facility, count: Number(count) })),
        lastAt: row.last_at.toISOString(),
        state: row.state,
        target:
          row.target && row.equivalence
            ? { code: row.target, name: target?.entry.name ?? null, equivalence: row.equivalence }
            : null,
        decidedAt: row.decided_at?.toISOString() ?? null,
        decidedBy: row.decided_by,
      }
    }),
  )
  return { items, more: rows.length > limit }
}

/** How far the mapping is, per source and list. */
export async function readProgress({ db }: Pick<MappingDeps, 'db'>) {
  const lines = new Map<
    string,
    {
      source: string
      list: LocalCodeKey['list']
      codes: Record<string, number>
      uses: Record<string, number>
    }
  >()
  for (const row of await countByState(db)) {
    const key = JSON.stringify([row.source, row.list])
    const line = lines.get(key) ?? { source: row.source, list: row.list, codes: {}, uses: {} }
    line.codes[row.state] = row.codes
    line.uses[row.state] = Number(row.uses)
    lines.set(key, line)
  }
  return [...lines.values()]
}
