import { type PairFigures, truePairsOf } from '#foundation/linkage'
import { birthDateText, readBirthDate } from '#vocabulary/demographics/dates'
import { foldName, splitName, tidyName } from '#vocabulary/vietnam'
import type { WrittenRecord } from '../../province/index.ts'

export interface Baseline {
  readonly name: string
  readonly figures: PairFigures
  readonly falsePerMillion: number
  /** What the design note found on its own population (section 13), whose names were drawn in another way. */
  readonly noted: { readonly f1: number | null; readonly falsePerMillion: number | null }
}

/**
 * Rules as other indexes use them, on the same records: what a model must be better than. All pairs of the set are counted, without
 * looking at one: the pairs that agree on some fields are those within the groups of records with the same cells.
 */
export function ruleBaselines(records: readonly WrittenRecord[]): Baseline[] {
  const persons = records.map(({ personNumber }) => personNumber)
  const truePairs = truePairsOf(persons)
  const fields = fieldsOf(records)
  const count = (names: readonly Field[]) =>
    agreeing(
      records.length,
      names.map((name) => fields[name]),
      persons,
    )
  const baseline = (name: string, found: Agreeing, noted: Baseline['noted']): Baseline => ({
    name,
    figures: oneCut(found, truePairs),
    falsePerMillion: ((found.pairs - found.matches) * 1e6) / Math.max(1, records.length),
    noted,
  })
  const [citizen, insurance, both] = [
    count(['citizen']),
    count(['insurance']),
    count(['citizen', 'insurance']),
  ]
  return [
    baseline('name with its marks + date', count(['markedName', 'date']), {
      f1: 0.541,
      falsePerMillion: 1_958,
    }),
    baseline('folded name + date + sex', count(['foldedName', 'date', 'sex']), {
      f1: 0.744,
      falsePerMillion: 4_618,
    }),
    baseline('same CCCD or BHXH as written', sum(citizen, insurance, both), {
      f1: null,
      falsePerMillion: 130_167,
    }),
    ...openCr(count).map(({ least, found }) =>
      baseline(
        `OpenCR style, ≥ ${least} of 6 fields`,
        found,
        {
          3: { f1: 0.795, falsePerMillion: 28_072 },
          4: { f1: 0.501, falsePerMillion: 490 },
          6: { f1: 0.02, falsePerMillion: 0 },
        }[least],
      ),
    ),
  ]
}

type Field =
  | 'markedName'
  | 'foldedName'
  | 'date'
  | 'sex'
  | 'citizen'
  | 'insurance'
  | 'surname'
  | 'given'
  | 'phone'
type Cells = readonly string[]

function fieldsOf(records: readonly WrittenRecord[]): Record<Field, Cells> {
  const names = records.map(({ record }) => splitName(record.fullName ?? ''))
  const of = (cell: (one: WrittenRecord, at: number) => string | null | undefined): Cells =>
    records.map((one, at) => cell(one, at) ?? '')
  return {
    markedName: of(({ record }) => tidyName(record.fullName ?? '').toLowerCase()),
    foldedName: of(({ record }) => foldName(record.fullName ?? '')),
    date: of(({ record }) => fullDate(record)),
    sex: of(({ record }) => (record.sex === 'unknown' ? '' : record.sex)),
    citizen: of(({ record }) => record.citizenNumber),
    insurance: of(({ record }) => record.insuranceNumber?.slice(-10)),
    surname: of((_, at) => foldName(names[at]?.family ?? '')),
    // As the FHIR guides write names: all that follows the surname is given.
    given: of((_, at) => foldName(names[at]?.given.join(' ') ?? '')),
    phone: of(({ record }) => record.phone?.replace(/\D/g, '')),
  }
}

/** Day, month and year, or nothing: a year alone is no date of birth to these rules. */
function fullDate({ birthDate, recordedOn }: WrittenRecord['record']): string {
  const text = birthDateText(readBirthDate(birthDate, recordedOn)) ?? ''
  return text.length === 10 ? text : ''
}

interface Agreeing {
  readonly pairs: number
  readonly matches: number
}

/** Pairs whose cells are there and equal in every one of the fields, and those among them that are one person. */
function agreeing(records: number, fields: readonly Cells[], persons: readonly number[]): Agreeing {
  const all = new Map<string, number>()
  const ofPerson = new Map<string, number>()
  let [pairs, matches] = [0, 0]
  for (let at = 0; at < records; at++) {
    const cells = fields.map((field) => field[at]!)
    if (cells.includes('')) continue
    const key = cells.join('\u0000')
    const own = `${key}\u0000${persons[at]}`
    pairs += all.get(key) ?? 0
    matches += ofPerson.get(own) ?? 0
    all.set(key, (all.get(key) ?? 0) + 1)
    ofPerson.set(own, (ofPerson.get(own) ?? 0) + 1)
  }
  return { pairs, matches }
}

const sum = (a: Agreeing, b: Agreeing, both: Agreeing): Agreeing => ({
  pairs: a.pairs + b.pairs - both.pairs,
  matches: a.matches + b.matches - both.matches,
})

const six: readonly Field[] = ['surname', 'given', 'date', 'sex', 'phone', 'citizen']

/** Pairs that agree on at least so many of the six, from those that agree on every choice of them (inclusion and exclusion). */
function openCr(count: (fields: readonly Field[]) => Agreeing) {
  const bySize = Array.from({ length: 7 }, () => ({ pairs: 0, matches: 0 }))
  for (let choice = 1; choice < 64; choice++) {
    const chosen = six.filter((_, at) => choice & (1 << at))
    const { pairs, matches } = count(chosen)
    bySize[chosen.length]!.pairs += pairs
    bySize[chosen.length]!.matches += matches
  }
  return ([3, 4, 6] as const).map((least) => {
    let [pairs, matches] = [0, 0]
    for (let size = least; size <= 6; size++) {
      const sign = (size - least) % 2 === 0 ? 1 : -1
      const times = sign * choose(size - 1, least - 1)
      pairs += times * bySize[size]!.pairs
      matches += times * bySize[size]!.matches
    }
    return { least, found: { pairs, matches } }
  })
}

const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k)

function oneCut({ pairs, matches }: Agreeing, truePairs: number): PairFigures {
  const precision = pairs === 0 ? 1 : matches / pairs
  const recall = truePairs === 0 ? 1 : matches / truePairs
  const f1 = pairs + truePairs === 0 ? 1 : (2 * matches) / (pairs + truePairs)
  return { threshold: 1, truePositives: matches, falsePositives: pairs - matches, precision, recall, f1 }
}
