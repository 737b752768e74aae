import { type Comparison, type Level, MISSING, type Scheme } from '#foundation/linkage'
import { birthLevel, compareBirthDates } from '#vocabulary/demographics/dates'
import { compareNames, nameLevel } from '#vocabulary/demographics/names'
import { compareExactly, compareNumbers, NumberLevel } from '#vocabulary/demographics/numbers'
import { placeSpread } from '#vocabulary/demographics/places'
import { blocks } from './blocks.ts'
import { compareHouseholds, compareParents } from './compare-households.ts'
import { type RecordFeatures, recordSex } from './features.types.ts'
import {
  birthAt,
  type comparisonAt,
  equalAt,
  householdAt,
  levelNames,
  nameAt,
  numberAt,
  parentAt,
  spaced,
} from './level-names.ts'

type F = RecordFeatures

const levels = (at: Readonly<Record<string, number>>, withFrequency: readonly number[] = []): Level[] =>
  levelNames(at).map((name, place) =>
    withFrequency.includes(place) ? { name, hasFrequency: true } : { name },
  )

/** Of each `nameLevel` its place in `nameAt`: by what it is worth. One edit that makes another name is looked at first. */
const nameAtOf = Int8Array.from([
  nameAt.exact,
  nameAt.folded,
  nameAt.reordered,
  nameAt.variant,
  nameAt.nearName,
  nameAt.middleLost,
  nameAt.middleDiffers,
  nameAt.slip,
  nameAt.givenOnly,
  nameAt.different,
])

const name: Comparison<F> = {
  name: 'name',
  family: 'name',
  levels: levels(nameAt, [
    nameAt.exact,
    nameAt.folded,
    nameAt.reordered,
    nameAt.variant,
    nameAt.middleLost,
    nameAt.slip,
    nameAt.middleDiffers,
    nameAt.givenOnly,
  ]),
  compare: (a, b) => {
    const level = compareNames(a.name, b.name)
    if (level === nameLevel.missing) return MISSING
    // Uy and Duy are one letter apart and two names, as twins bear them; Hunh is nobody's name.
    if (level === nameLevel.oneEdit && (a.name.unlisted | b.name.unlisted) === 0) return nameAt.nearName
    return nameAtOf[level]!
  },
  frequencyOf: (a, b, level) => {
    const [one, other] = [a.shares, b.shares]
    switch (level) {
      case nameAt.exact:
        return Math.max(one.exact, other.exact)
      case nameAt.middleLost:
      case nameAt.middleDiffers:
        return Math.max(one.outer, other.outer)
      case nameAt.givenOnly:
        return Math.max(one.given, other.given)
      default:
        return Math.max(one.folded, other.folded)
    }
  },
}

/** Of each `birthLevel` its place in `birthAt`: two strangers with swapped dates are rarer than two of one year. */
const birthAtOf = Int8Array.from([
  birthAt.equal,
  birthAt.partial,
  birthAt.swapped,
  birthAt.oneDigit,
  birthAt.yearSlip,
  birthAt.sameYear,
  birthAt.nearEstimate,
  birthAt.different,
])

const birth: Comparison<F> = {
  name: 'birth',
  family: 'birth',
  levels: levels(birthAt),
  compare: (a, b) => {
    const level = compareBirthDates(a.birth, b.birth)
    return level === birthLevel.missing ? MISSING : birthAtOf[level]!
  },
}

/** First and second of a delivery: says something only of those born on one day. */
const order: Comparison<F> = {
  name: 'order',
  family: 'birth',
  levels: levels(equalAt),
  compare: (a, b) => {
    if (a.birthOrder === 0 || b.birthOrder === 0 || a.birth !== b.birth) return MISSING
    return a.birthOrder === b.birthOrder ? equalAt.equal : equalAt.different
  },
}

const sex: Comparison<F> = {
  name: 'sex',
  family: 'sex',
  levels: levels(equalAt),
  compare: (a, b) => {
    if (a.sex === recordSex.unknown || b.sex === recordSex.unknown) return MISSING
    return a.sex === b.sex ? equalAt.equal : equalAt.different
  },
}

/** Numbers of one holder for life, in which one digit may be mistyped. */
const byEdits = (system: 'citizenId' | 'bhxh'): Comparison<F> => ({
  name: spaced(system),
  family: spaced(system),
  levels: levels(numberAt),
  compare: (a, b) => {
    const level = compareNumbers(a.numbers[system], b.numbers[system])
    return level === NumberLevel.missing ? MISSING : NumberLevel.equal - level
  },
})

/** Numbers that are the same or say nothing: a passport is renewed, a CMND was issued by each province. */
const exactly = (system: 'cmnd' | 'passport' | 'birthCertificate'): Comparison<F> => ({
  name: spaced(system),
  family: spaced(system),
  levels: levels(equalAt),
  compare: (a, b) => {
    const level = compareExactly(a.numbers[system], b.numbers[system])
    if (level === NumberLevel.missing) return MISSING
    return level === NumberLevel.equal ? equalAt.equal : equalAt.different
  },
})

/** Of the people of a province, those of one commune (3,321 communes in 34 provinces). */
const communeShare = 34 / 3321

const household: Comparison<F> = {
  name: 'household',
  family: 'household',
  levels: levels(householdAt, [householdAt.street, householdAt.commune]),
  compare: compareHouseholds,
  // A ward that was divided may lie in several communes: an agreement weighs log2 of their number less.
  frequencyOf: (a, b, level) =>
    level === householdAt.street || level === householdAt.commune
      ? communeShare * placeSpread(a.place, b.place)
      : 0,
}

const parents: Comparison<F> = {
  name: 'parents',
  family: 'household',
  levels: levels(parentAt, [parentAt.mother, parentAt.father]),
  compare: compareParents,
  frequencyOf: (a, b, level) =>
    level === parentAt.mother
      ? Math.max(a.shares.mother, b.shares.mother)
      : level === parentAt.father
        ? Math.max(a.shares.father, b.shares.father)
        : 0,
}

const byName: Readonly<Record<keyof typeof comparisonAt, Comparison<F>>> = {
  name,
  birth,
  order,
  sex,
  citizenId: byEdits('citizenId'),
  bhxh: byEdits('bhxh'),
  cmnd: exactly('cmnd'),
  passport: exactly('passport'),
  birthCertificate: exactly('birthCertificate'),
  household,
  parents,
}

/** Comparisons and blocks of Vietnamese records (design note, sections 6 and 7). */
export const vietnameseScheme: Scheme<F> = {
  name: 'vn',
  comparisons: Object.values(byName),
  blocks,
  // Phone, address and mother together say "one household", and no more than that (design note, section 6).
  familyCaps: { household: 16 },
}
