import type { PartitionChange } from '#foundation/linkage/settle'
import type { RecordRow } from '../links/links.types.ts'
import type { IdentityModel, WhyLine } from '../model/index.ts'
import type { ReviewField } from '../review/api.types.ts'
import { compareFields } from '../review/compare-fields.ts'

export interface NamedRecord {
  readonly facility: string
  readonly localId: string
}

/** Who would join or part, with the two records that say most about it, digits hidden as on the review desk. */
export interface ExplainedChange {
  readonly kind: PartitionChange['kind']
  readonly pairsGained: number
  readonly pairsLost: number
  readonly before: readonly (readonly NamedRecord[])[]
  readonly after: readonly (readonly NamedRecord[])[]
  readonly pair: readonly [NamedRecord, NamedRecord]
  readonly fields: readonly ReviewField[]
  /** What the two versions make of the pair. */
  readonly inForce: Verdict
  readonly proposed: Verdict & { readonly lines: readonly WhyLine[]; readonly guards: readonly string[] }
}

export interface Verdict {
  readonly weight: number
  readonly chance: number
  /** Null: nothing is kept of the pair. */
  readonly outcome: 'auto' | 'review' | 'apart' | null
}

/** Pairs weighed to find the one that is shown. */
const pairsAtMost = 400

export function explainChange(
  change: PartitionChange,
  rows: ReadonlyMap<string, RecordRow>,
  inForce: IdentityModel,
  proposed: IdentityModel,
): ExplainedChange {
  const isJoin = change.pairsGained >= change.pairsLost && change.kind !== 'split'
  // What joins is shown by what joins it most under the new version, what parts by what joined it under the old one.
  const [model, inside, across] = isJoin
    ? [proposed, change.after, change.before]
    : [inForce, change.before, change.after]
  const [one, other] = heaviestPair(inside, across, rows, model)
  const named = (groups: PartitionChange['before']) =>
    groups.map((group) => group.map((key) => nameOf(rows.get(key)!)))
  const verdict = (by: IdentityModel): Verdict => {
    const [a, b] = [by.featuresOf(one.words), by.featuresOf(other.words)]
    const { weight, chance } = by.explain(a, b)
    return { weight, chance, outcome: by.weigh(a, b)?.outcome ?? null }
  }
  const { lines, guards } = proposed.explain(proposed.featuresOf(one.words), proposed.featuresOf(other.words))
  return {
    ...{ kind: change.kind, pairsGained: change.pairsGained, pairsLost: change.pairsLost },
    ...{ before: named(change.before), after: named(change.after), pair: [nameOf(one), nameOf(other)] },
    fields: compareFields([one.words], [other.words]),
    inForce: verdict(inForce),
    proposed: { ...verdict(proposed), lines, guards },
  }
}

/** Of two records in one group on one side and in two on the other, the pair that the model finds likeliest. */
function heaviestPair(
  inside: PartitionChange['before'],
  across: PartitionChange['before'],
  rows: ReadonlyMap<string, RecordRow>,
  model: IdentityModel,
): readonly [RecordRow, RecordRow] {
  const places = new Map(across.flatMap((group, at) => group.map((key) => [key, at] as const)))
  const features = new Map<string, unknown>()
  const featureOf = (key: string) => {
    const known = features.get(key) ?? model.featuresOf(rows.get(key)!.words)
    features.set(key, known)
    return known
  }
  let best: { readonly pair: readonly [string, string]; readonly weight: number } | null = null
  let weighed = 0
  for (const group of inside)
    for (const [at, a] of group.entries())
      for (const b of group.slice(at + 1)) {
        if (places.get(a) === places.get(b) || weighed === pairsAtMost) continue
        weighed += 1
        const { weight } = model.explain(featureOf(a), featureOf(b))
        if (best === null || weight > best.weight) best = { pair: [a, b], weight }
      }
  // A change always has such a pair: groups would be the same otherwise.
  const [a, b] = best!.pair
  return [rows.get(a)!, rows.get(b)!]
}

export const nameOf = (row: Pick<RecordRow, 'facility' | 'local_id'>): NamedRecord => ({
  facility: row.facility,
  localId: row.local_id.split('#')[0] ?? row.local_id,
})
