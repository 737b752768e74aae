import type { Block } from '#foundation/linkage'
import { monthOf, noBirthDate, yearOf } from '#vocabulary/demographics/dates'
import type { PackedNumbers } from '#vocabulary/demographics/numbers'
import type { RecordFeatures } from './features.types.ts'

type F = RecordFeatures

const none: readonly string[] = []

const joined = (...parts: readonly string[]): readonly string[] =>
  parts.includes('') ? none : [parts.join('|')]

const numbers = (of: PackedNumbers): readonly string[] =>
  of.values.length === 0 ? none : of.values.map((value) => value.toString(36))

/** Number first: a key for each, with one more part. */
const numbersWith = (of: PackedNumbers, part: string): readonly string[] =>
  of.values.length === 0 || part === '' ? none : of.values.map((value) => `${value.toString(36)}|${part}`)

const communesWith = ({ place }: F, ...parts: readonly string[]): readonly string[] =>
  place.communes.length === 0 || parts.includes('')
    ? none
    : place.communes.map((commune) => `${parts.join('|')}|${commune}`)

const byNumber = (
  system: 'citizenId' | 'cmnd' | 'bhxh' | 'passport' | 'birthCertificate',
  decides: string,
): Block<F> => ({
  name: decides,
  decides: [decides],
  keysOf: (f) => numbers(f.numbers[system]),
  // More than 200 records of one number that was not learned as a dummy: a patient for life, or nobody. With a date it is bounded.
  refinedBy: [byDate, byGiven],
})

const byDate = (f: F) => f.keys.date || undefined
const byGiven = (f: F) => f.keys.given || undefined
const byYear = (f: F) => f.keys.year || undefined
const byName = (f: F) => f.keys.name || undefined
const byProvince = (f: F) => (f.place.province === 0 ? undefined : String(f.place.province))
const byCommune = ({ place }: F) => (place.communes.length === 0 ? undefined : String(place.communes[0]))
const bySex = (f: F) => (f.sex === 0 ? undefined : String(f.sex))

const month = ({ birth }: F) =>
  birth === noBirthDate || monthOf(birth) === 0 ? '' : `${yearOf(birth)}-${monthOf(birth)}`

/**
 * Without a full date or a commune a record has none of the narrow keys. It is looked for by a name that is not quite the same
 * only among its like: among everybody these keys would meet ten times as many strangers (130 among ten million people).
 */
const isIncomplete = (f: F) => f.keys.date === '' || f.place.communes.length === 0

const hasMiddle = (f: F) => f.keys.head !== ''

/** Numbers of one holder. */
export const numberBlocks: readonly Block<F>[] = [
  byNumber('citizenId', 'citizen id'),
  byNumber('bhxh', 'bhxh'),
  byNumber('cmnd', 'cmnd'),
  byNumber('passport', 'passport'),
  byNumber('birthCertificate', 'birth certificate'),
]

/** Two records with one of these in common are compared; a key with a missing part does not exist (design note, section 7). */
export const blocks: readonly Block<F>[] = [
  ...numberBlocks,
  {
    name: 'guardian and month',
    decides: ['parents', 'birth'],
    keysOf: (f) => {
      const born = month(f)
      return f.guardians.length === 0 || born === ''
        ? none
        : f.guardians.map((number) => `${number.toString(36)}|${born}`)
    },
    refinedBy: [byDate, byGiven],
  },
  {
    name: 'mother and year',
    decides: ['parents', 'birth'],
    keysOf: (f) => joined(f.keys.mother, f.keys.year),
    refinedBy: [byDate, byProvince, byCommune],
  },
  {
    name: 'phone and given',
    decides: ['household', 'name'],
    keysOf: (f) => numbersWith(f.numbers.phone, f.keys.given),
    refinedBy: [byYear, byDate],
  },
  {
    name: 'phone and year',
    decides: ['household', 'birth'],
    keysOf: (f) => numbersWith(f.numbers.phone, f.keys.year),
    refinedBy: [byGiven, byDate],
  },
  {
    name: 'name and date',
    decides: ['name', 'birth'],
    keysOf: (f) => joined(f.keys.name, f.keys.date),
    refinedBy: [byProvince, byCommune],
  },
  {
    name: 'sound and date',
    decides: ['name', 'birth'],
    keysOf: (f) => joined(f.keys.sound, f.keys.date),
    refinedBy: [bySex, byProvince, byCommune],
  },
  {
    name: 'given and date',
    decides: ['name', 'birth'],
    keysOf: (f) => joined(f.keys.given, f.keys.date),
    refinedBy: [bySex, byProvince, byCommune],
  },
  {
    // A slip in the given name, which every other key of names is made of.
    name: 'names but the given, and date',
    decides: ['birth'],
    keysOf: (f) => joined(f.keys.head, f.keys.date),
    refinedBy: [bySex, byProvince, byCommune],
  },
  {
    // About one person in the whole country: newborns without a name, two slips in one name, another given name.
    name: 'date and commune',
    decides: ['birth', 'household'],
    keysOf: (f) => communesWith(f, f.keys.date),
    refinedBy: [bySex, byGiven],
  },
  {
    // A child without a name is known by its day of birth; few are born on one day in a province.
    name: 'infants of one day',
    decides: ['birth', 'sex'],
    keysOf: (f) =>
      f.isInfant && f.sex !== 0 ? joined(f.keys.date, String(f.sex), byProvince(f) ?? '') : none,
    refinedBy: [byCommune],
  },
  {
    name: 'name and year',
    decides: ['name', 'birth'],
    keysOf: (f) => joined(f.keys.name, f.keys.year),
    refinedBy: [byCommune, byDate],
  },
  {
    // A year that slipped by one or ten.
    name: 'name and day of the year',
    decides: ['name', 'birth'],
    keysOf: (f) => joined(f.keys.name, f.keys.dayOfYear),
    refinedBy: [byProvince, byCommune],
  },
  {
    name: 'names but the given, year and commune',
    decides: ['birth', 'household'],
    keysOf: (f) => communesWith(f, f.keys.head, f.keys.year),
    refinedBy: [bySex, byDate],
  },
  {
    name: 'given, year and commune',
    decides: ['name', 'birth', 'household'],
    keysOf: (f) => communesWith(f, f.keys.given, f.keys.year),
    refinedBy: [byName, byDate],
  },
  {
    // "Lý M. Lam" for Lý Minh Lam.
    name: 'incomplete: initial of the middle name and year',
    decides: ['name', 'birth', 'sex'],
    keysOf: (f) => {
      if (!isIncomplete(f) || !hasMiddle(f)) return none
      const [surname, middle] = f.name.words
      return joined(surname!, middle![0]!, f.keys.given, f.keys.year, bySex(f) ?? '')
    },
    refinedBy: [byProvince, byCommune],
  },
  {
    // A slip inside the given name: "Thsnh" for Thanh.
    name: 'incomplete: ends of the given name and year',
    decides: ['name', 'birth'],
    keysOf: (f) =>
      isIncomplete(f) && hasMiddle(f)
        ? joined(f.keys.head, `${f.keys.given[0]}${f.keys.given.at(-1)}`, f.keys.year)
        : none,
    refinedBy: [bySex, byProvince, byCommune],
  },
  {
    name: 'name and commune',
    decides: ['name', 'household'],
    keysOf: (f) => communesWith(f, f.keys.name),
    refinedBy: [byYear, byDate],
  },
]
