import { newId, shardFor, timeOf } from '#foundation/ids'
import {
  type Change,
  type Decision,
  DisjointSets,
  type LinkState,
  type Plan,
  planEvent,
  type SettleEdge,
} from '#foundation/linkage/settle'
import type { DecisionRow } from './component.queries.ts'
import { type Features, sureHash } from './features.ts'
import { keyText } from './key-text.ts'
import type { LinkContext } from './link-context.ts'
import type { EdgeRow, RecordRow } from './links.types.ts'
import type { Component } from './load-component.ts'
import { naturalKey } from './record-keys.ts'

export interface Author {
  readonly by: string
  readonly why: string
}

/** Everything known of some records, as it will be stored: the input of `planEvent` in the words of the tables. */
export interface Table {
  readonly records: readonly RecordRow[]
  readonly edges: readonly EdgeRow[]
  readonly decisions: readonly DecisionRow[]
  readonly held: Component['held']
  /** Hashes that too many share: not sure any more either. */
  readonly crowded: ReadonlySet<string>
}

/**
 * Cuts a table into parts that have nothing to do with each other, so that each human's history tells of that human only.
 * Records of one person are never parted here: that is for `planEvent` to say.
 */
export function cutTable(table: Table): Table[] {
  const places = new Map(table.records.map((row, at) => [row.record, at]))
  const sets = new DisjointSets(table.records.length)
  const unite = (a: string | undefined, b: string) => {
    const [left, right] = [a === undefined ? undefined : places.get(a), places.get(b)]
    if (left !== undefined && right !== undefined) sets.unite(left, right)
  }
  for (const { a, b } of [...table.edges, ...table.decisions]) unite(a, b)
  const first = new Map<string, string>()
  for (const row of table.records) {
    const names = [
      ...row.sure.filter((hash) => !table.crowded.has(hash)),
      ...(row.person_id ? [row.person_id] : []),
    ]
    for (const name of names) {
      unite(first.get(name), row.record)
      first.set(name, row.record)
    }
  }
  const rootOf = (record: string) => sets.find(places.get(record)!)
  const isHere = ({ a, b }: { a: string; b: string }) => places.has(a) && places.has(b)
  const parts = new Map<
    number,
    Table & { records: RecordRow[]; edges: EdgeRow[]; decisions: DecisionRow[] }
  >()
  for (const row of table.records) {
    const part = parts.get(rootOf(row.record))
    if (part) part.records.push(row)
    else parts.set(rootOf(row.record), { ...table, records: [row], edges: [], decisions: [] })
  }
  for (const edge of table.edges) if (isHere(edge)) parts.get(rootOf(edge.a))!.edges.push(edge)
  for (const each of table.decisions) if (isHere(each)) parts.get(rootOf(each.a))!.decisions.push(each)
  return [...parts.values()]
}

/** What follows from a change in one part; nothing is written yet. */
export function planTable(
  table: Table,
  change: Change,
  author: Author,
  features: Features,
  context: LinkContext,
  now: Date,
): Plan {
  const at = now.getTime()
  const keys = new Map(table.records.map((row) => [row.record, naturalKey(row)]))
  const personOf = (members: readonly string[]) => shardFor(keyText('person', members[0]!))
  return planEvent({
    state: stateOf(table, keys, context),
    evidence: {
      records: table.records.map((row) => ({ key: keys.get(row.record)!, feature: features.of(row) })),
      edges: table.edges.map((edge): SettleEdge => ({ ...edge, a: keys.get(edge.a)!, b: keys.get(edge.b)! })),
      sure: sureSets(table, features, context),
    },
    model: context.model.settle,
    change,
    event: { id: newId(personOf([...keys.values()]), at), at, ...author },
    settlingTime: context.limits.settlingTime,
    newPersonId: (members) => newId(personOf(members), at),
  })
}

export function stateOf(table: Table, keys: ReadonlyMap<string, string>, context: LinkContext): LinkState {
  const linked = table.records.filter((row) => row.person_id !== '')
  return {
    model: context.model.version,
    links: new Map(
      linked.map((row) => [
        keys.get(row.record)!,
        { person: row.person_id, at: Date.parse(row.linked_at), by: row.linked_by },
      ]),
    ),
    // A person's id tells when it was given.
    since: new Map(
      [...linked, ...table.held].map(({ person_id }): [string, number] => [person_id, timeOf(person_id)]),
    ),
    held: new Map(table.held.map((each) => [each.digest, each.person_id])),
    decisions: new Map(
      table.decisions
        .filter((each) => keys.has(each.a) && keys.has(each.b))
        .map((each) => [each.decision_id, decisionOf(each, keys)]),
    ),
  }
}

export const decisionOf = (
  row: DecisionRow & { readonly revoked_by?: string | null },
  keys: ReadonlyMap<string, string>,
): Decision => ({
  id: row.decision_id,
  a: keys.get(row.a)!,
  b: keys.get(row.b)!,
  says: row.says,
  by: row.said_by,
  at: Date.parse(row.at),
  why: row.why,
  statement: row.statement,
  side: row.side,
  revokedBy: row.revoked_by ?? null,
})

function sureSets(table: Table, features: Features, context: LinkContext): string[][] {
  const sets = new Map<string, string[]>()
  for (const row of table.records) {
    if (row.sure.length === 0) continue
    for (const value of context.model.sureValuesOf(features.of(row))) {
      if (table.crowded.has(sureHash(value, context))) continue
      const set = sets.get(value)
      if (set) set.push(naturalKey(row))
      else sets.set(value, [naturalKey(row)])
    }
  }
  return [...sets.values()].filter((set) => set.length > 1)
}
