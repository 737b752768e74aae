import type { DemographicRecord } from '#vocabulary/demographics'
import {
  type BirthDate,
  fullDateKey,
  noBirthDate,
  precision,
  precisionOf,
  readBirthDate,
  yearOf,
} from '#vocabulary/demographics/dates'
import { type NameFeatures, readName } from '#vocabulary/demographics/names'
import {
  citizenBirthYear,
  type DummySet,
  type IdentifierFound,
  NumberFlag,
  packNumbers,
  readCitizenField,
  readNumbers,
} from '#vocabulary/demographics/numbers'
import { readPlace } from '#vocabulary/demographics/places'
import { type KeyParts, type NameShares, type RecordFeatures, recordSex } from './features.types.ts'
import { type NameShareOf, nameShares } from './name-counts.ts'

/** A citizen number whose year is this far from the birth is a parent's on a child (design note, section 8). */
export const generationYears = 12

const ofTables = nameShares(undefined)

/** Words to features. Dates first: whether a citizen number fits is asked of the year of birth. */
export function readFeatures(
  words: DemographicRecord,
  isDummy?: DummySet,
  shares: NameShareOf = ofTables,
): RecordFeatures {
  const name = readName(words.fullName)
  const birth = readBirthDate(words.birthDate, words.recordedOn)
  const year = birth === noBirthDate ? null : yearOf(birth)
  const isBorrowed = (one: IdentifierFound) =>
    one.system === 'citizen-id' &&
    (one.flags & NumberFlag.yearDiffers) !== 0 &&
    year !== null &&
    Math.abs(citizenBirthYear(one.packed) - year) >= generationYears
  const found = readNumbers(words, year)
  const own = found.some(isBorrowed) ? found.filter((one) => !isBorrowed(one)) : found
  const [motherNumber, fatherNumber] = [
    parentNumber(words.mother?.citizenNumber),
    parentNumber(words.father?.citizenNumber),
  ]
  const guardians = [motherNumber, fatherNumber, ...found.filter(isBorrowed).map((one) => one.packed)]
  const mother = named(words.mother?.fullName) ?? name.mother
  const father = named(words.father?.fullName)
  return {
    name,
    birth,
    sex: words.sex === 'male' || words.sex === 'female' ? recordSex[words.sex] : recordSex.unknown,
    numbers: packNumbers(own, isDummy),
    place: readPlace(words.address, words.recordedOn),
    mother,
    father,
    guardians: [...new Set(guardians)].filter((number) => number !== 0 && !isDummy?.('citizen-id', number)),
    motherNumber: isDummy?.('citizen-id', motherNumber) ? 0 : motherNumber,
    statedOrder: words.birthOrder ?? 0,
    birthOrder: words.birthOrder ?? name.birthOrder ?? 0,
    isInfant: name.kind === 'newborn' || isInfant(year, words.recordedOn),
    shares: sharesOf(shares, name, mother, father),
    keys: keyPartsOf(name, mother, birth),
  }
}

const infantYears = 2

const isInfant = (birthYear: number | null, recordedOn: string | null): boolean =>
  birthYear !== null && recordedOn !== null && Number(recordedOn.slice(0, 4)) - birthYear <= infantYears

function named(text: string | null | undefined): NameFeatures | null {
  if (!text) return null
  const name = readName(text)
  return name.kind === 'named' ? name : null
}

function parentNumber(text: string | null | undefined): number {
  if (!text) return 0
  const number = readCitizenField(text).find((one) => one.system === 'citizen-id')
  return number && (number.flags & NumberFlag.dummy) === 0 ? number.packed : 0
}

// Of anybody, whatever sex and age: that a name tells the sex is already in the weight of the sex.
function sharesOf(
  of: NameShareOf,
  name: NameFeatures,
  mother: NameFeatures | null,
  father: NameFeatures | null,
): NameShares {
  const parents = { mother: mother ? of.folded(mother) : 0, father: father ? of.folded(father) : 0 }
  if (name.kind !== 'named') return { exact: 0, folded: 0, outer: 0, given: 0, ...parents }
  const given = of.given(name)
  return {
    ...{ exact: of.exact(name), folded: of.folded(name), outer: given * of.surname(name), given },
    ...parents,
  }
}

function keyPartsOf(name: NameFeatures, mother: NameFeatures | null, birth: BirthDate): KeyParts {
  const date = fullDateKey(birth)
  const isNamed = name.kind === 'named'
  return {
    name: isNamed ? name.words.toSorted().join(' ') : '',
    given: isNamed ? name.words.at(-1)! : '',
    head: isNamed && name.words.length > 2 ? name.words.slice(0, -1).join(' ') : '',
    sound: name.sound,
    mother: mother?.variant ?? '',
    dayOfYear: date === 0 ? '' : (date % 10_000).toString(36),
    date: date === 0 ? '' : date.toString(36),
    year: precisionOf(birth) >= precision.year ? yearOf(birth).toString(36) : '',
  }
}
