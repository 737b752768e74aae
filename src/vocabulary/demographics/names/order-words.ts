import { areMarked, isLikeSurname, isNameWord, nameTables, shareOf, surnameShare } from './name-tables.ts'
import { equalButLost } from './one-edit.ts'
import type { Word } from './read-word.ts'

/** First words of names that do not begin with a surname: Ê Đê, Ba Na, K'ho, Xơ Đăng prefixes; Khmer names. */
const otherFirst = new Set('y a h k danh thạch thach sơn kim neang néang chau'.split(' '))

/** Share of what the tables do not list; about one holder in the observed names. */
const unlisted = { surname: 1e-4, middle: 1e-4, given: 1e-4 }
/** A word that is listed as a middle or given name and not as a surname is hardly ever one. */
const notSurname = 2e-6
/** A name is written given-first about once in 170 (error model of the identity note), in one of three ways. */
const givenFirst = Math.log(0.002)

/** Whether a name can be split into surname, middle and given: it begins with a surname, or Thị or Văn follows. */
export function startsWithSurname(words: readonly Word[]): boolean {
  const first = words[0]!
  if (otherFirst.has(first.canonical)) return false
  if (words.length === 1) return first.isSyllable
  if (isLikeSurname(first) || isFrequentSurname(first.folded)) return true
  return words.length >= 3 && (words[1]!.folded === 'thi' || words[1]!.folded === 'van')
}

/** A frequent surname with letters lost: nguy?n, tr?n. */
const isFrequentSurname = (folded: string): boolean =>
  folded.includes('?') && frequentSurnames.some((surname) => equalButLost(surname, folded))
const frequentSurnames =
  'nguyen tran le pham hoang huynh vu vo phan truong bui dang do ngo ho duong dinh'.split(' ')

/**
 * The words surname first. Reversed ("An Văn Nguyễn"), surname last ("Văn An Nguyễn") or given name first ("An Nguyễn Văn") are
 * believed when the tables of surnames and given names make them far likelier than the order written.
 */
export function orderWords(words: readonly Word[]): readonly Word[] {
  const last = words.length - 1
  if (last < 1 || otherFirst.has(words[0]!.canonical) || isFrequentSurname(words[0]!.folded)) return words
  const isMarked = areMarked(words)
  // Nearly every name ends here: it begins with a surname at least as common as any that could be meant instead.
  const share = surnameShare(words[0]!, isMarked)
  const lastShare = surnameShare(words[last]!, isMarked)
  const secondShare = surnameShare(words[1]!, isMarked)
  if (share > 0 && share >= lastShare && share >= secondShare) return words
  let [best, bestScore]: [readonly Word[], number] = [words, likelihood(words, isMarked)]
  const orders = [
    ...(lastShare > 0 ? [[...words].reverse(), [words[last]!, ...words.slice(0, last)]] : []),
    ...(secondShare > 0 && last > 1 ? [[...words.slice(1), words[0]!]] : []),
  ]
  for (const order of orders) {
    const score = likelihood(order, isMarked) + givenFirst
    if (score > bestScore) [best, bestScore] = [order, score]
  }
  return best
}

function likelihood(words: readonly Word[], isMarked: boolean): number {
  const last = words.length - 1
  let sum = Math.log(surnameLikelihood(words[0]!, isMarked)) + Math.log(givenShare(words[last]!, isMarked))
  for (let at = 1; at < last; at++) sum += Math.log(middleShare(words[at]!, at, isMarked))
  return sum
}

/** A tone is lost about once in 50 records of those who write tones. */
const toneLost = 0.02

function surnameLikelihood(word: Word, isMarked: boolean): number {
  const listed = surnameShare(word, isMarked) || toneLost * surnameShare(word, false)
  return Math.max(listed, isNameWord(word) ? notSurname : unlisted.surname)
}

function givenShare(word: Word, isMarked: boolean): number {
  const { male, female } = nameTables().givens
  return (shareOf(male, word, isMarked) + shareOf(female, word, isMarked)) / 2 || unlisted.given
}

/** Văn and Thị stand in no table of middle names (how many bear them depends on age); they follow the surname. */
function middleShare(word: Word, at: number, isMarked: boolean): number {
  if (word.folded === 'van' || word.folded === 'thi') return at === 1 ? 0.2 : unlisted.middle
  const { male, female } = nameTables().middles
  return (shareOf(male, word, isMarked) + shareOf(female, word, isMarked)) / 2 || unlisted.middle
}
