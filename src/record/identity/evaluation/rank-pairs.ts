import { bitsOf, type PairCurve } from '#foundation/linkage'
import type { Judged } from './evaluate.types.ts'

/** Pairs of records that stand or fall together: those within groups, or those between two groups. */
interface Bundle {
  readonly rank: number
  readonly truePairs: number
  readonly falsePairs: number
}

/** Said of two groups: how many pairs, and the sum of their chances in bits. */
interface Said {
  pairs: number
  bits: number
}

/**
 * The order in which an index would join pairs if its thresholds and guards fell, from strict to lenient. First all pairs within
 * groups: those are joined. Then what lies between two groups, all records of the one with all of the other, by the mean of what
 * was said of them: a namesake agrees with one record of a person and is spoken against by the others. So a pair that no key
 * found has its place too, by the company it keeps.
 */
export function rankCurve({ persons, groups, pairs }: Judged, truePairs: number): PairCurve {
  const members = countPersons(persons, groups)
  const bundles = [...ofGroups(members), ...betweenGroups(members, saidBetween(groups, pairs))]
  return curveOf(bundles, truePairs)
}

type Label = string | number
/** Of each group: how many records it holds of each person. */
type Members = ReadonlyMap<Label, ReadonlyMap<Label, number>>

function countPersons(persons: Judged['persons'], groups: Judged['groups']): Members {
  const members = new Map<Label, Map<Label, number>>()
  for (let at = 0; at < persons.length; at++) {
    const group = members.get(groups[at]!) ?? new Map<Label, number>()
    members.set(groups[at]!, group.set(persons[at]!, (group.get(persons[at]!) ?? 0) + 1))
  }
  return members
}

const sizeOf = (group: ReadonlyMap<Label, number>) => [...group.values()].reduce((sum, n) => sum + n, 0)

function* ofGroups(members: Members): Generator<Bundle> {
  for (const group of members.values()) {
    const size = sizeOf(group)
    const truePairs = [...group.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0)
    yield {
      rank: Number.POSITIVE_INFINITY,
      truePairs,
      falsePairs: (size * (size - 1)) / 2 - truePairs,
    }
  }
}

/** Certain enough to be counted as one in a billion: a chance of 1 would outvote everything. */
const surest = 1e-9

function saidBetween(groups: Judged['groups'], pairs: Judged['pairs']) {
  const said = new Map<Label, Map<Label, Said>>()
  for (const { a, b, chance } of pairs) {
    const [one, other] = groups[a]! < groups[b]! ? [groups[a]!, groups[b]!] : [groups[b]!, groups[a]!]
    if (one === other) continue
    const row = said.get(one) ?? new Map<Label, Said>()
    said.set(one, row)
    const known = row.get(other) ?? { pairs: 0, bits: 0 }
    row.set(other, known)
    known.pairs += 1
    known.bits += bitsOf(Math.min(1 - surest, Math.max(surest, chance)))
  }
  return said
}

/** What differs in the last digits of a sum stands together. */
const rounded = (bits: number) => Math.round(bits * 1e6) / 1e6

function* betweenGroups(members: Members, said: ReturnType<typeof saidBetween>): Generator<Bundle> {
  for (const [one, row] of said)
    for (const [other, { pairs, bits }] of row) {
      const [left, right] = [members.get(one)!, members.get(other)!]
      let truePairs = 0
      for (const [person, n] of left) truePairs += n * (right.get(person) ?? 0)
      yield { rank: rounded(bits / pairs), truePairs, falsePairs: sizeOf(left) * sizeOf(right) - truePairs }
    }
}

function curveOf(bundles: Bundle[], truePairs: number): PairCurve {
  bundles.sort((a, b) => (a.rank === b.rank ? 0 : b.rank - a.rank))
  const [thresholds, hits, misses]: [number[], number[], number[]] = [[], [], []]
  let [right, wrong] = [0, 0]
  bundles.forEach((bundle, place) => {
    right += bundle.truePairs
    wrong += bundle.falsePairs
    if (bundles[place + 1]?.rank === bundle.rank) return
    thresholds.push(bundle.rank)
    hits.push(right)
    misses.push(wrong)
  })
  return {
    thresholds: Float64Array.from(thresholds),
    truePositives: Float64Array.from(hits),
    falsePositives: Float64Array.from(misses),
    truePairs,
  }
}
