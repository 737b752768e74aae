import { marksAgree } from './letters.ts'
import { type NameFeatures, nameFlags } from './names.types.ts'
import { equalButLost, isOneEdit } from './one-edit.ts'
import { isOneWordMistyped, unmatchedWords } from './word-sets.ts'

/** How alike two names are, best first. */
export const nameLevel = {
  /** Same letters and marks. */
  exact: 0,
  /** Same letters; what marks differ can have been lost or confused (no marks, hỏi for ngã). */
  folded: 1,
  /** Same words, surname not in the same place. */
  reordered: 2,
  /** Same after i = y, Hoàng = Huỳnh, Vũ = Võ. */
  variant: 3,
  /** Same letters, but marks that contradict: Hùng and Hưng are two names. */
  otherMarks: 4,
  /** Surname and given name equal; the middle is missing, shortened or one letter off on one side. */
  middleLost: 5,
  /** Surname and given name equal, other middle. */
  middleDiffers: 6,
  /** One edit in one word, the other words equal. */
  oneEdit: 7,
  /** Only the given name equal; of names without parts, at least half of the words. */
  givenOnly: 8,
  different: 9,
  /** A side has no name: missing, unknown, or a newborn's placeholder. No evidence. */
  missing: 10,
} as const
export type NameLevel = (typeof nameLevel)[keyof typeof nameLevel]

/** One level for two names; the best that applies. Symmetric; allocates nothing. */
export function compareNames(a: NameFeatures, b: NameFeatures): NameLevel {
  if (a.kind !== 'named' || b.kind !== 'named') return nameLevel.missing
  if (a.print === b.print) {
    if (a.canonical === b.canonical) return nameLevel.exact
    if (a.folded === b.folded)
      return marksAgree(a.canonical, b.canonical) ? nameLevel.folded : nameLevel.otherMarks
    if (isReordered(a, b)) return nameLevel.reordered
  }
  if (a.variant === b.variant) return nameLevel.variant
  if (((a.flags | b.flags) & nameFlags.lossy) !== 0 && equalButLost(a.folded, b.folded))
    return nameLevel.folded
  return a.structure === 'vietnamese' && b.structure === 'vietnamese' ? compareParts(a, b) : compareSets(a, b)
}

/**
 * Nguyễn Anh Tuấn and Nguyễn Tuấn Anh are two people (often brothers), Anh Tuấn Nguyễn is one of them: other order counts
 * where the surname moved, where a side's order was repaired, or where the parts are not known.
 */
function isReordered(a: NameFeatures, b: NameFeatures): boolean {
  if (a.bag !== b.bag) return false
  return (
    a.surname === '' ||
    b.surname === '' ||
    a.surnameKey !== b.surnameKey ||
    ((a.flags | b.flags) & nameFlags.reordered) !== 0
  )
}

function compareParts(a: NameFeatures, b: NameFeatures): NameLevel {
  const sameGiven = a.words[a.words.length - 1] === b.words[b.words.length - 1]
  if (!sameGiven) return isOneEditApart(a, b) ? nameLevel.oneEdit : nameLevel.different
  if (a.surnameKey === '' || a.surnameKey !== b.surnameKey)
    return isOneEditApart(a, b) ? nameLevel.oneEdit : nameLevel.givenOnly
  return isMiddleLost(a.words, b.words) || isMiddleMistyped(a, b)
    ? nameLevel.middleLost
    : nameLevel.middleDiffers
}

/** The middle words of the shorter name stand among those of the longer in their order, whole or as first letters. */
function isMiddleLost(a: readonly string[], b: readonly string[]): boolean {
  const short = a.length <= b.length ? a : b
  const long = short === a ? b : a
  let at = 1
  for (let from = 1; from < long.length - 1 && at < short.length - 1; from++)
    if (isShortFor(short[at]!, long[from]!)) at += 1
  return at === short.length - 1
}

/** Equal, or written as its first consonant: t or th for thi. */
const isShortFor = (a: string, b: string): boolean =>
  a === b || (isInitial(a) && b.startsWith(a)) || (isInitial(b) && a.startsWith(b))

const isInitial = (word: string): boolean =>
  word.length === 1 || (word.length === 2 && 'hrg'.includes(word[1]!))

/** Thị and Thu are one letter apart and two names; a word that no table lists is more likely a slip of the other. */
const isMiddleMistyped = (a: NameFeatures, b: NameFeatures): boolean =>
  (a.unlisted | b.unlisted) !== 0 && isOneEditApart(a, b)

function isOneEditApart(a: NameFeatures, b: NameFeatures): boolean {
  const { words } = a
  if (words.length !== b.words.length) return false
  let edits = 0
  for (let at = 0; at < words.length; at++) {
    const one = words[at]!
    const other = b.words[at]!
    if (one === other || (at === 0 && a.surnameKey !== '' && a.surnameKey === b.surnameKey)) continue
    edits += 1
    if (edits > 1 || !isOneEdit(one, other)) return false
  }
  return edits === 1
}

/** Names without known parts: the words of the shorter name within the longer, one edit, or half of the words in common. */
function compareSets(a: NameFeatures, b: NameFeatures): NameLevel {
  const shortest = Math.min(a.words.length, b.words.length)
  const longest = Math.max(a.words.length, b.words.length)
  const common = shortest - unmatchedWords(a.words, b.words)
  if (common >= 2 && common === shortest) return nameLevel.middleLost
  if (isOneWordMistyped(a.words, b.words)) return nameLevel.oneEdit
  return common > 0 && common * 2 >= longest ? nameLevel.givenOnly : nameLevel.different
}
