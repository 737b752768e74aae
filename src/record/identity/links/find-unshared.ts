import type { Tx } from '#foundation/db'
import { findEdgesOf } from './component.queries.ts'
import type { Compared } from './find-edges.ts'
import type { LinkContext } from './link-context.ts'
import type { RecordRow } from './links.types.ts'
import { findCrowded, findRecords } from './records.queries.ts'

export interface Unshared {
  /** Edges that stood on nothing but a key which finds nobody any more. */
  readonly pairs: readonly { readonly a: string; readonly b: string }[]
  /** Everybody who was found under such a key. */
  readonly holders: readonly string[]
}

const nobody: Unshared = { pairs: [], holders: [] }

/**
 * The arrival that makes a key too common takes it from those who came before as well, so that it does not matter who was
 * among the first. Happens once to each such key; the number of its holders is bounded by what it takes to become one.
 */
export async function findUnshared(tx: Tx, compared: Compared, context: LinkContext): Promise<Unshared> {
  if (compared.newCrowds.length === 0) return nobody
  const news = new Set(compared.newCrowds.map((each) => each.hash))
  const found = [...compared.holders.values()].filter((row) => row.found.some((hash) => news.has(hash)))
  const rows = await findRecords(
    tx,
    found.map((row) => row.record),
  )
  const holders = new Map(rows.map((row) => [row.record, row]))
  const edges = await findEdgesOf(tx, [...holders.keys()], context.modelNumber)
  const between = edges.flatMap((edge) => {
    const [a, b] = [holders.get(edge.a), holders.get(edge.b)]
    return a && b ? [{ a, b }] : []
  })
  const keys = new Set(between.flatMap(({ a, b }) => sharedKeys(a, b)))
  const crowded = new Set([...news, ...(await findCrowded(tx, [...keys]))])
  return {
    pairs: between
      .filter(({ a, b }) => sharedKeys(a, b).every((hash) => crowded.has(hash)))
      .map(({ a, b }) => ({ a: a.record, b: b.record })),
    holders: [...holders.keys()],
  }
}

function sharedKeys(a: RecordRow, b: RecordRow): string[] {
  const keys = new Set(a.keys)
  return b.keys.filter((hash) => keys.has(hash))
}
