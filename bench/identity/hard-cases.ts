import {
  generateHouseholds,
  type HardCase,
  type LabelledCase,
  shareANumber,
  type WrittenRecord,
} from '../../province/index.ts'

export interface HardSet {
  readonly records: readonly WrittenRecord[]
  readonly cases: readonly LabelledCase[]
}

/** A population in which every household is made for one hard case. */
export function hardSet(options: {
  readonly persons: number
  readonly seed: number
  readonly errors: number
}): HardSet {
  const all = [...generateHouseholds({ ...options, hard: 1 })]
  return {
    records: all.flatMap(({ records }) => records),
    cases: all.flatMap(({ household }) => household.cases),
  }
}

export interface HardFigures {
  readonly kind: HardCase
  readonly cases: number
  /** Of two persons: cases with records of both in one group; of one: cases with all records in one group. */
  readonly joined: number
  /** Of two persons: joined although no record of the one shares a number with a record of the other in that group. */
  readonly joinedWithoutNumber: number
}

/**
 * Two persons of one family: nothing but a number may join them. Namesakes of one day are not among them: who lives in one
 * commune as well is one person by everything that is written.
 */
export const kin: readonly HardCase[] = ['twins', 'siblings', 'parent-and-child-of-one-name']

/** What became of the hard cases. `groups`: the group of each record. */
export function hardFigures({ records, cases }: HardSet, groups: readonly number[]): HardFigures[] {
  const placesOf = placesBy(records.map(({ personNumber }) => personNumber))
  const places = (person: number) => placesOf.get(person) ?? []
  const found = new Map<HardCase, { cases: number; joined: number; joinedWithoutNumber: number }>()
  for (const { kind, persons } of cases) {
    const counts = found.get(kind) ?? { cases: 0, joined: 0, joinedWithoutNumber: 0 }
    found.set(kind, counts)
    counts.cases += 1
    const [one = [], other] = persons.map(places)
    if (other) {
      const pairs = one.flatMap((a) =>
        other.filter((b) => groups[a] === groups[b]).map((b) => [a, b] as const),
      )
      if (pairs.length > 0) counts.joined += 1
      const sharing = new Set(
        pairs
          .filter(([a, b]) => shareANumber(records[a]!.record, records[b]!.record))
          .map(([a]) => groups[a]),
      )
      if (pairs.some(([a]) => !sharing.has(groups[a]))) counts.joinedWithoutNumber += 1
    } else if (new Set(one.map((at) => groups[at])).size === 1) counts.joined += 1
  }
  return [...found].map(([kind, counts]) => ({ kind, ...counts }))
}

/** Records of unnamed newborns that stand in a group with others and share a number with none of them, right or wrong. */
export function newbornsWithoutNumber({ records }: HardSet, groups: readonly number[]): number {
  const members = placesBy(groups)
  return records.filter(({ faults, record }, at) => {
    if (!faults.includes('newborn-placeholder')) return false
    const others = members.get(groups[at]!)!.filter((other) => other !== at)
    return others.length > 0 && !others.some((other) => shareANumber(record, records[other]!.record))
  }).length
}

function placesBy(labels: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const places = new Map<number, number[]>()
  for (const [at, label] of labels.entries()) {
    const known = places.get(label)
    if (known) known.push(at)
    else places.set(label, [at])
  }
  return places
}
