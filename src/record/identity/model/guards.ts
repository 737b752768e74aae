import { noBirthDate, yearOf } from '#vocabulary/demographics/dates'
import { compareGiven, type GivenLevel, givenLevel, nameFlags } from '#vocabulary/demographics/names'
import { compareExactly, compareNumbers, contradicts, NumberLevel } from '#vocabulary/demographics/numbers'
import { sharesNumber } from './evidence-class.ts'
import type { RecordFeatures } from './features.types.ts'
import type { Guarded, GuardName } from './guards.types.ts'
import {
  comparisonAt as at,
  birthAt,
  equalAt,
  householdAt,
  nameAt,
  numberAt,
  parentAt,
} from './level-names.ts'
import { generationYears } from './read-features.ts'

type F = RecordFeatures

const verdict = (guard: GuardName, outcome: Guarded['outcome']): Guarded => ({ guard, outcome })
const verdicts = {
  conflict: verdict('citizen-number-conflict', 'apart'),
  conflictOfLikely: verdict('citizen-number-conflict', 'review'),
  borrowed: verdict('borrowed-number', 'apart'),
  generations: verdict('generations-apart', 'apart'),
  generationsOfOneName: verdict('generations-apart', 'review'),
  mother: verdict('mother-and-child', 'apart'),
  newborn: verdict('newborn', 'review'),
  newbornAlone: verdict('newborn-alone', 'none'),
  order: verdict('birth-order', 'apart'),
  // Not apart: a renamed person's old and new records may be joined by others that share a number with both.
  given: verdict('given-name', 'none'),
  givenNear: verdict('given-name-near', 'review'),
  nameAndBirth: verdict('name-and-birth-only', 'review'),
  elsewhere: verdict('name-and-birth-elsewhere', 'none'),
  common: verdict('name-and-birth-common', 'none'),
  insurance: verdict('insurance-number-conflict', 'review'),
  numberAlone: verdict('number-alone', 'review'),
}

/** A pair that was weighed: who, what the comparisons said, and what is asked only if it matters. */
export interface WeighedPair {
  readonly levels: Int8Array
  readonly isAuto: boolean
  /** How many strangers have the same name and birth as one of these, among all who may come. */
  expectedStrangers(a: F, b: F): number
}

/** What a guard has to say of two records. Null: nothing. Guards only lower what the weight alone would do. */
export function guardPair(a: F, b: F, pair: WeighedPair): Guarded | null {
  const { levels } = pair
  const shares = sharesNumber(levels)
  if (isGenerationApart(a, b)) return guardGenerations(a, b, levels, shares)
  // Two numbers that fit their own records, more than a digit apart. Another shared number may say that one was replaced.
  if (levels[at.citizenId] === numberAt.different && contradicts(a.numbers.citizenId, b.numbers.citizenId))
    return pair.isAuto ? verdicts.conflictOfLikely : verdicts.conflict
  if (levels[at.order] === equalAt.different && !shares) return verdicts.order
  if (a.name.kind === 'newborn' || b.name.kind === 'newborn')
    return shares || sharesDelivery(a, b, levels) ? null : guardNewborn(levels)
  const given = givenOf(a, b, levels)
  if (shares) return guardShared(given, levels)
  if (levels[at.bhxh] === numberAt.different) return verdicts.insurance
  if (given >= givenLevel.otherMarks && given !== givenLevel.missing) return guardGiven(given, levels)
  if (evidenceFamilies(a, b, levels) >= 3) return null
  if (isElsewhere(levels)) return verdicts.elsewhere
  return pair.expectedStrangers(a, b) < strangersAtMost ? verdicts.nameAndBirth : verdicts.common
}

/**
 * Expected strangers of the same name and birth, from which on a person is not asked. The design note says 0.05; among a hundred
 * million people that asked about 36 pairs for 1,000 records, nearly all of them true and none that a person could tell. With this
 * a person is asked where the name is rare, and the desk keeps within 30 where mistakes are half as many again.
 */
const strangersAtMost = 0.00003

/** Whose mother or phone is the same is shown to a person; of a day and a commune alone nobody could tell two newborns apart. */
function guardNewborn(levels: Int8Array): Guarded {
  const [household, parents] = [levels[at.household]!, levels[at.parents]!]
  const isFamily =
    (household >= 0 && household <= householdAt.phone) || (parents >= 0 && parents <= parentAt.father)
  return isFamily ? verdicts.newborn : verdicts.newbornAlone
}

/** The mother's number, the day of birth and which of the delivery: what a child without a name is known by. */
const sharesDelivery = (a: F, b: F, levels: Int8Array): boolean =>
  a.motherNumber !== 0 &&
  a.motherNumber === b.motherNumber &&
  a.statedOrder !== 0 &&
  a.statedOrder === b.statedOrder &&
  levels[at.birth] === birthAt.equal &&
  levels[at.sex] !== equalAt.different

const isGenerationApart = (a: F, b: F): boolean =>
  a.birth !== noBirthDate &&
  b.birth !== noBirthDate &&
  Math.abs(yearOf(a.birth) - yearOf(b.birth)) >= generationYears

/** Father and son of one name, mother and newborn. With a number and the name in common a person looks at the year. */
function guardGenerations(a: F, b: F, levels: Int8Array, shares: boolean): Guarded {
  if (a.name.kind === 'newborn' || b.name.kind === 'newborn') return verdicts.mother
  const isOneName = levels[at.name]! >= 0 && levels[at.name]! <= nameAt.variant
  return shares && isOneName ? verdicts.generationsOfOneName : verdicts.generations
}

/** How the given names agree; a slip that makes a word no Vietnamese could bear (Khamh) is a slip and no twin's name. */
function givenOf(a: F, b: F, levels: Int8Array): GivenLevel {
  const level = levels[at.name]!
  if (level >= 0 && level <= nameAt.variant) return givenLevel.folded
  const given = compareGiven(a.name, b.name)
  const isNoWord = level === nameAt.slip && ((a.name.flags ^ b.name.flags) & nameFlags.notSyllables) !== 0
  return given === givenLevel.oneEdit && isNoWord ? givenLevel.folded : given
}

/** A number in common joins with the name or the birth; where both speak against it, it was borrowed. */
function guardShared(given: GivenLevel, levels: Int8Array): Guarded | null {
  const birth = levels[at.birth]!
  if (given <= givenLevel.oneEdit || (birth >= 0 && birth <= birthAt.oneDigit)) return null
  return given === givenLevel.different && birth >= birthAt.nearEstimate
    ? verdicts.borrowed
    : verdicts.numberAlone
}

/** Whole given words: Uy and Duy, Hùng and Hưng of one house or one day are twins or siblings until a number says otherwise. */
function guardGiven(given: GivenLevel, levels: Int8Array): Guarded {
  const isFamily = levels[at.birth] === birthAt.equal || isOneHousehold(levels)
  return given === givenLevel.different && isFamily ? verdicts.given : verdicts.givenNear
}

const isOneHousehold = (levels: Int8Array): boolean =>
  (levels[at.household]! >= 0 && levels[at.household]! <= householdAt.commune) ||
  levels[at.parents] === parentAt.number

/** A name of more people than this tells nobody apart: real ones are borne by a few in a thousand, NGUYỄN VĂN A by everybody. */
const commonestName = 0.01

/** Name, birth, contact, place, family: how many of them agree. */
function evidenceFamilies(a: F, b: F, levels: Int8Array): number {
  const [name, birth] = [levels[at.name]!, levels[at.birth]!]
  const [household, parents] = [levels[at.household]!, levels[at.parents]!]
  let count = 0
  if (name >= 0 && name <= nameAt.slip && Math.max(a.shares.folded, b.shares.folded) <= commonestName)
    count += 1
  if (birth >= 0 && birth <= birthAt.oneDigit) count += 1
  if (household === householdAt.phoneAndCommune) count += 2
  else if (household >= 0 && household <= householdAt.commune) count += 1
  if (parents === parentAt.number || parents === parentAt.mother) count += 1
  return count
}

/** Another phone or commune: with name and birth alone nobody could tell who moved from who is a namesake. */
const isElsewhere = (levels: Int8Array): boolean => levels[at.household]! > householdAt.province

type WithNumbers = Pick<F, 'numbers'>

/** The same question of two groups, whose numbers were put together. */
export const groupsShareNumber = ({ numbers: a }: WithNumbers, { numbers: b }: WithNumbers): boolean =>
  compareNumbers(a.citizenId, b.citizenId) >= NumberLevel.restored ||
  compareNumbers(a.bhxh, b.bhxh) >= NumberLevel.restored ||
  compareExactly(a.cmnd, b.cmnd) === NumberLevel.equal ||
  compareExactly(a.passport, b.passport) === NumberLevel.equal ||
  compareExactly(a.birthCertificate, b.birthCertificate) === NumberLevel.equal
