import { nameTables, shareOf, surnameShare } from './name-tables.ts'
import { type NameFeatures, nameFlags } from './names.types.ts'
import { readWord, type Word } from './read-word.ts'

export interface Bearer {
  readonly sex: 'male' | 'female' | null
  readonly birthYear: number | null
}

/** `exact`: with its tones. `folded`: every spelling that is the same without marks. */
export type NameForm = 'exact' | 'folded'

/** What a word that no table lists is worth: about one bearer among the 8,734 observed, never less. */
const unlisted = 1e-4
/** No name is taken to be rarer: the tables know nothing of names that rare. */
const rarest = 1e-8
/** A word of a name without known parts; no table counts them. */
const otherWord = 1e-3
/** Words of a name, observed: 2, 3, 4, 5 and more. */
const lengthShares = [0.012, 0.828, 0.158, 0.002]

/**
 * How many women are Thị and men Văn by year of birth (identity note, section 4; inferred, not counted: 75/50/20/8 % and
 * 65/40/15/6 % at ages over 55, 36–55, 16–35 and under 16, ages taken in 2026).
 */
const cohorts: readonly {
  readonly bornBefore: number
  readonly thi: number
  readonly van: number
  readonly share: number
}[] = [
  { bornBefore: 1971, thi: 0.75, van: 0.65, share: 0.18 },
  { bornBefore: 1991, thi: 0.5, van: 0.4, share: 0.29 },
  { bornBefore: 2011, thi: 0.2, van: 0.15, share: 0.3 },
  { bornBefore: Infinity, thi: 0.08, van: 0.06, share: 0.23 },
]

/**
 * Expected share of people (of that sex and age, where known) who bear this name: surname × middle × given, from aggregate
 * tables. The note's back-off; counts of an index replace it by `shrinkFrequency`.
 */
export function priorFrequencyOf(name: NameFeatures, bearer: Bearer, form: NameForm = 'exact'): number {
  if (name.kind !== 'named') return 1
  const words = name.canonical.split(' ').map(readWord)
  if (name.structure === 'other') return atLeast(otherWord ** words.length)
  const isMarked = isExact(name, form)
  const [first, last] = [words[0]!, words[words.length - 1]!]
  const surname = words.length === 1 ? 1 : surnameOr(first, isMarked)
  const middle = words.slice(1, -1)
  let sum = 0
  const sexes = sexesOf(bearer)
  for (const sex of sexes)
    sum += givenOr(last, sex, isMarked) * middleFrequency(middle, sex, bearer.birthYear, isMarked)
  return atLeast((surname * sum) / sexes.length)
}

/** Share of people called by this given name. */
export function priorFrequencyOfGiven(name: NameFeatures, bearer: Bearer, form: NameForm = 'exact'): number {
  if (name.kind !== 'named') return 1
  const [word, isMarked, sexes] = [readWord(name.given), isExact(name, form), sexesOf(bearer)]
  return atLeast(sexes.reduce((sum, sex) => sum + givenOr(word, sex, isMarked), 0) / sexes.length)
}

/** Share of people of this surname; 1e-4 where the tables do not list it. */
export function priorFrequencyOfSurname(name: NameFeatures, form: NameForm = 'exact'): number {
  if (name.kind !== 'named' || name.surname === '') return 1
  return surnameOr(readWord(name.surname), isExact(name, form))
}

/** A name written without marks may be any of its spellings. */
const isExact = (name: NameFeatures, form: NameForm): boolean =>
  form === 'exact' && (name.flags & nameFlags.unmarked) === 0

/**
 * Observed holders among persons, pulled towards the prior as by `strength` persons seen beforehand: a name not seen yet is
 * not impossible, one seen often is what it is.
 */
export const shrinkFrequency = (holders: number, persons: number, prior: number, strength = 5000): number =>
  (holders + strength * prior) / (persons + strength)

const atLeast = (share: number): number => Math.max(share, rarest)

const sexesOf = ({ sex }: Bearer): readonly ('male' | 'female')[] => (sex ? [sex] : ['male', 'female'])

const surnameOr = (word: Word, isMarked: boolean): number => surnameShare(word, isMarked) || unlisted
const givenOr = (word: Word, sex: 'male' | 'female', isMarked: boolean): number =>
  shareOf(nameTables().givens[sex], word, isMarked) || unlisted
const middleOr = (word: Word, sex: 'male' | 'female', isMarked: boolean): number =>
  shareOf(nameTables().middles[sex], word, isMarked) || unlisted

/** By number of words, then word by word; Thị and Văn by cohort, the others share what those leave. */
function middleFrequency(
  middle: readonly Word[],
  sex: 'male' | 'female',
  birthYear: number | null,
  isMarked: boolean,
): number {
  let product = lengthShares[Math.min(middle.length, lengthShares.length - 1)]!
  const marker = sex === 'female' ? thi : van
  middle.forEach((word, at) => {
    if (at > 0) product *= middleOr(word, sex, isMarked)
    else if (isSame(word, marker, isMarked)) product *= markerShare(sex, birthYear)
    else product *= (1 - markerShare(sex, birthYear)) * middleOr(word, sex, isMarked)
  })
  return product
}

const [thi, van] = [readWord('thị'), readWord('văn')]
const isSame = (word: Word, marker: Word, isMarked: boolean): boolean =>
  isMarked ? word.canonical === marker.canonical : word.folded === marker.folded

function markerShare(sex: 'male' | 'female', birthYear: number | null): number {
  const key = sex === 'female' ? 'thi' : 'van'
  if (birthYear !== null) return cohorts.find(({ bornBefore }) => birthYear < bornBefore)![key]
  return cohorts.reduce((sum, cohort) => sum + cohort.share * cohort[key], 0)
}
