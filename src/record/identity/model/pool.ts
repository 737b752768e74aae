import type { GuardVerdict } from '#foundation/linkage/settle'
import { fullDateKey, noBirthDate, yearOf } from '#vocabulary/demographics/dates'
import { compareGiven, givenLevel, type NameFeatures } from '#vocabulary/demographics/names'
import {
  compareNumbers,
  contradicts,
  type NumberFeatures,
  NumberLevel,
  type PackedNumbers,
} from '#vocabulary/demographics/numbers'
import type { RecordFeatures } from './features.types.ts'
import { groupsShareNumber } from './guards.ts'
import { generationYears } from './read-features.ts'

/** What a group knows as a whole: small, and cheap to merge. */
export interface RecordPool {
  readonly numbers: NumberFeatures
  /** One for each spelling. */
  readonly names: readonly NameFeatures[]
  /** Years of birth; 0 and 9999 where none is known. */
  readonly firstYear: number
  readonly lastYear: number
  /** Full dates, yyyymmdd, each once. */
  readonly dates: readonly number[]
  readonly orders: readonly number[]
  readonly hasNewborn: boolean
}

/** Spellings a group remembers. More would be a crowd, not a person. */
const spellingsAtMost = 8

export const poolOf = (f: RecordFeatures): RecordPool => ({
  numbers: f.numbers,
  names: f.name.kind === 'named' ? [f.name] : none,
  firstYear: f.birth === noBirthDate ? 9999 : yearOf(f.birth),
  lastYear: f.birth === noBirthDate ? 0 : yearOf(f.birth),
  dates: fullDateKey(f.birth) === 0 ? none : [fullDateKey(f.birth)],
  orders: f.birthOrder === 0 ? none : [f.birthOrder],
  hasNewborn: f.name.kind === 'newborn',
})

const none: readonly never[] = []

export const mergePools = (a: RecordPool, b: RecordPool): RecordPool => ({
  numbers: {
    citizenId: mergeNumbers(a.numbers.citizenId, b.numbers.citizenId),
    cmnd: mergeNumbers(a.numbers.cmnd, b.numbers.cmnd),
    bhxh: mergeNumbers(a.numbers.bhxh, b.numbers.bhxh),
    passport: mergeNumbers(a.numbers.passport, b.numbers.passport),
    birthCertificate: mergeNumbers(a.numbers.birthCertificate, b.numbers.birthCertificate),
    // Not asked of groups: to hold different phones against them cost a tenth of all pairs for one namesake in a hundred.
    phone: a.numbers.phone,
  },
  names: mergeNames(a.names, b.names),
  firstYear: Math.min(a.firstYear, b.firstYear),
  lastYear: Math.max(a.lastYear, b.lastYear),
  dates: union(a.dates, b.dates),
  orders: union(a.orders, b.orders),
  hasNewborn: a.hasNewborn || b.hasNewborn,
})

/** What one record casts doubt on and another does not is not doubtful: the sex or the year was mistyped there. */
function mergeNumbers(a: PackedNumbers, b: PackedNumbers): PackedNumbers {
  if (b.values.length === 0 || a === b) return a
  if (a.values.length === 0) return b
  const [values, flags] = [[...a.values], [...a.flags]]
  b.values.forEach((value, at) => {
    const known = values.indexOf(value)
    if (known < 0) {
      values.push(value)
      flags.push(b.flags[at]!)
    } else flags[known] = flags[known]! & b.flags[at]!
  })
  return { values, flags }
}

/** The first by their letters if there are too many, so that it does not matter in which order groups were joined. */
function mergeNames(a: readonly NameFeatures[], b: readonly NameFeatures[]): readonly NameFeatures[] {
  const fresh = b.filter((name) => !a.some((known) => known.canonical === name.canonical))
  if (fresh.length === 0) return a
  return [...a, ...fresh].sort((x, y) => (x.canonical < y.canonical ? -1 : 1)).slice(0, spellingsAtMost)
}

function union(a: readonly number[], b: readonly number[]): readonly number[] {
  const fresh = b.filter((value) => !a.includes(value))
  return fresh.length === 0 ? a : [...a, ...fresh].sort((x, y) => x - y)
}

/** What speaks against joining two groups once all that each of them knows is put together (design note, section 8). */
export function guardPools(a: RecordPool, b: RecordPool): GuardVerdict | null {
  const [first, last] = [Math.min(a.firstYear, b.firstYear), Math.max(a.lastYear, b.lastYear)]
  if (first !== 9999 && last - first >= generationYears)
    return { guard: 'generations-apart', outcome: 'review' }
  if (contradicts(a.numbers.citizenId, b.numbers.citizenId))
    return { guard: 'citizen-number-conflict', outcome: 'review' }
  if (groupsShareNumber(a, b)) return null
  if (compareNumbers(a.numbers.bhxh, b.numbers.bhxh) === NumberLevel.different)
    return { guard: 'insurance-number-conflict', outcome: 'review' }
  if (a.orders.length > 0 && b.orders.length > 0 && !a.orders.some((order) => b.orders.includes(order)))
    return { guard: 'birth-order', outcome: 'review' }
  if (haveOtherNames(a.names, b.names)) return { guard: 'given-name', outcome: 'review' }
  return isMixed(a, b) ? { guard: 'mixed-person', outcome: 'review' } : null
}

/**
 * Marks that contradict anywhere (Hùng, Hưng: a HUNG between them is no bridge), or on both sides a name that nobody on the other
 * bears. One edit is a slip if the groups were found to be one otherwise.
 */
function haveOtherNames(a: readonly NameFeatures[], b: readonly NameFeatures[]): boolean {
  if (a.length === 0 || b.length === 0) return false
  if (a.some((one) => b.some((other) => compareGiven(one, other) === givenLevel.otherMarks))) return true
  const areKnown = (names: readonly NameFeatures[], others: readonly NameFeatures[]) =>
    names.every((one) => others.some((other) => compareGiven(one, other) <= givenLevel.oneEdit))
  return !areKnown(a, b) && !areKnown(b, a)
}

/** Full dates of birth of which no two are the same and none lie within two years: not one human without a number in common. */
function isMixed(a: RecordPool, b: RecordPool): boolean {
  return (
    a.dates.length > 0 &&
    b.dates.length > 0 &&
    a.dates.every((one) => b.dates.every((other) => Math.abs(one - other) > 20_000))
  )
}
