import type { Features } from './features.ts'
import type { LinkContext } from './link-context.ts'
import type { Crowd } from './link-writes.ts'
import type { EdgeRow, RecordRow } from './links.types.ts'
import { naturalKey } from './record-keys.ts'
import type { Found, Holder } from './records.queries.ts'

/** What weighing a record asks for. */
export type Weighable = Pick<RecordRow, 'record' | 'version' | 'facility' | 'local_id' | 'words'>

export interface Compared {
  readonly edges: readonly EdgeRow[]
  /** Whoever shares a key with one of them: as stored. */
  readonly holders: ReadonlyMap<string, Holder>
  /** Records that share a value which makes them one by itself. */
  readonly sureMates: readonly string[]
  /** Keys that have just come to be shared by too many. */
  readonly newCrowds: readonly Crowd[]
  readonly crowded: ReadonlySet<string>
}

/**
 * Weighs these records against everybody who shares a key with them, and against each other. A key that more records share
 * than may (before us, or with us) finds nobody: so who is weighed against whom follows from the records alone and not
 * from who came first. A record without a key (because the words for it are missing) is not looked for under it.
 */
export function findEdges(
  turned: readonly RecordRow[],
  found: Found,
  features: Features,
  context: LinkContext,
): Compared {
  const limit = context.limits.holdersPerKey
  const ours = new Set(turned.map((row) => row.record))
  const holders = new Map(
    found.holders.filter((row) => !ours.has(row.record)).map((row): [string, Holder] => [row.record, row]),
  )
  const byHash = new Map<string, Weighable[]>()
  const note = (hash: string, row: Weighable) => byHash.get(hash)?.push(row) ?? byHash.set(hash, [row])
  for (const row of holders.values()) for (const hash of new Set(row.found)) note(hash, row)
  for (const row of turned) for (const hash of new Set([...row.keys, ...row.sure])) note(hash, row)

  const newCrowds = [...byHash]
    .filter(([, rows]) => rows.length > limit)
    .map(([hash, rows]): Crowd => ({ hash, records: rows.length, record: rows[0]!.record }))
  const crowded = new Set([...found.crowded, ...newCrowds.map((each) => each.hash)])
  const edges = new Map<string, EdgeRow>()
  const sureMates = new Set<string>()
  for (const row of turned) {
    const mates = new Map<string, Weighable>()
    for (const hash of row.keys)
      if (!crowded.has(hash)) for (const mate of byHash.get(hash)!) mates.set(mate.record, mate)
    for (const hash of row.sure)
      if (!crowded.has(hash)) for (const mate of byHash.get(hash)!) sureMates.add(mate.record)
    mates.delete(row.record)
    for (const mate of mates.values()) {
      const name = pairName(row.record, mate.record)
      if (edges.has(name)) continue
      const edge = weighPair(row, mate, features, context)
      if (edge) edges.set(name, edge)
    }
  }
  return {
    edges: [...edges.values()],
    holders,
    sureMates: [...sureMates].filter((record) => !ours.has(record)),
    newCrowds,
    crowded,
  }
}

/** Always with the smaller natural key first, so that it never matters who asked. */
export function weighPair(
  one: Weighable,
  other: Weighable,
  features: Features,
  context: LinkContext,
): EdgeRow | null {
  const [left, right] = naturalKey(one) < naturalKey(other) ? [one, other] : [other, one]
  const weighed = context.model.weigh(features.of(left), features.of(right))
  if (!weighed) return null
  const [a, b] = one.record < other.record ? [one.record, other.record] : [other.record, one.record]
  const { weight, outcome, parts, guard } = weighed
  return { a, b, model: context.modelNumber, weight, outcome, parts, guard }
}

const pairName = (a: string, b: string) => (a < b ? `${a}|${b}` : `${b}|${a}`)
