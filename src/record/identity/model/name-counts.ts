import {
  type NameFeatures,
  priorFrequencyOf,
  priorFrequencyOfGiven,
  priorFrequencyOfSurname,
  shrinkFrequency,
} from '#vocabulary/demographics/names'

/** How often names stand in an installation's own records, without marks. Names rarer than the cuts are left out. */
export interface NameCounts {
  /** Records with a name that were counted. */
  readonly records: number
  readonly surnames: Readonly<Record<string, number>>
  readonly givens: Readonly<Record<string, number>>
  readonly full: Readonly<Record<string, number>>
}

/** Seen less often nothing is counted: a word of one person with many visits, or a slip. The list of full names is the longest. */
const seenAtLeast = { surnames: 5, givens: 5, full: 20 } as const
const namesAtMost = { surnames: 1_000, givens: 5_000, full: 20_000 } as const

const anybody = { sex: null, birthYear: null } as const

/** Counts the names of records; the order of the records does not matter. */
export function countNames(names: Iterable<NameFeatures>): NameCounts {
  let records = 0
  const counts = {
    surnames: new Map<string, number>(),
    givens: new Map<string, number>(),
    full: new Map<string, number>(),
  }
  const add = (to: Map<string, number>, value: string) => to.set(value, (to.get(value) ?? 0) + 1)
  for (const { kind, words, bag } of names) {
    if (kind !== 'named') continue
    records += 1
    if (words.length > 1) add(counts.surnames, words[0]!)
    add(counts.givens, words.at(-1)!)
    add(counts.full, bag)
  }
  const listOf = (kind: keyof typeof counts) =>
    Object.fromEntries(
      [...counts[kind]]
        .filter(([, count]) => count >= seenAtLeast[kind])
        .sort(([x, n], [y, m]) => m - n || (x < y ? -1 : 1))
        .slice(0, namesAtMost[kind]),
    )
  return { records, surnames: listOf('surnames'), givens: listOf('givens'), full: listOf('full') }
}

/** Shares of people who bear a name, its surname or its given name. */
export interface NameShareOf {
  exact(name: NameFeatures): number
  folded(name: NameFeatures): number
  surname(name: NameFeatures): number
  given(name: NameFeatures): number
}

/** From tables of aggregates alone. */
const priorShares: NameShareOf = {
  exact: (name) => priorFrequencyOf(name, anybody),
  folded: (name) => priorFrequencyOf(name, anybody, 'folded'),
  surname: (name) => priorFrequencyOfSurname(name, 'folded'),
  given: (name) => priorFrequencyOfGiven(name, anybody, 'folded'),
}

/**
 * From the tables, drawn towards what was counted: a full name by its own count, and where that is too small by those of its
 * surname and given name (design note, section 4). Marks are worth what the tables say of them.
 */
export function nameShares(counts: NameCounts | undefined): NameShareOf {
  if (!counts || counts.records === 0) return priorShares
  const [surnames, givens, full] = [counts.surnames, counts.givens, counts.full].map(
    (list) => new Map(Object.entries(list)),
  ) as [Map<string, number>, Map<string, number>, Map<string, number>]
  const drawn = (seen: number | undefined, prior: number, cut: number) =>
    shrinkFrequency(seen ?? Math.min(cut, prior * counts.records), counts.records, prior)
  const given = (name: NameFeatures) =>
    drawn(givens.get(name.words.at(-1)!), priorShares.given(name), seenAtLeast.givens)
  const surname = (name: NameFeatures) => {
    const prior = priorShares.surname(name)
    return prior === 1 ? 1 : drawn(surnames.get(name.words[0]!), prior, seenAtLeast.surnames)
  }
  const folded = (name: NameFeatures) => {
    const moved = (given(name) / priorShares.given(name)) * (surname(name) / priorShares.surname(name))
    const byParts = Math.min(1, priorShares.folded(name) * moved)
    return Math.min(1, drawn(full.get(name.bag), byParts, seenAtLeast.full))
  }
  return {
    exact: (name) => Math.min(1, folded(name) * (priorShares.exact(name) / priorShares.folded(name))),
    folded,
    surname,
    given,
  }
}
