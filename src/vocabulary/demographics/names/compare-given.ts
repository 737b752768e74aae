import { marksAgree } from './letters.ts'
import { type NameFeatures, nameFlags } from './names.types.ts'
import { equalButLost, isOneEdit } from './one-edit.ts'
import { isOneWordMistyped, unmatchedWords } from './word-sets.ts'

/** How alike two given names are, best first: for guards, where Uy and Duy must not pass for one. */
export const givenLevel = {
  equal: 0,
  /** Same letters or a variant (i = y); what marks differ can have been lost. */
  folded: 1,
  /** Same letters, marks that contradict: twins are called Hùng and Hưng. */
  otherMarks: 2,
  oneEdit: 3,
  different: 4,
  missing: 5,
} as const
export type GivenLevel = (typeof givenLevel)[keyof typeof givenLevel]

/**
 * Compares what people are called by, as whole words. Of names whose parts are not known, and of one that was written in
 * another order, every word may be the given name: they are equal only when all words are. Symmetric; allocates nothing.
 */
export function compareGiven(a: NameFeatures, b: NameFeatures): GivenLevel {
  if (a.kind !== 'named' || b.kind !== 'named') return givenLevel.missing
  const hasParts = a.structure === 'vietnamese' && b.structure === 'vietnamese'
  if (!hasParts) return compareWhole(a, b)
  if (a.given === b.given) return givenLevel.equal
  if (((a.flags | b.flags) & nameFlags.reordered) !== 0 && a.bag === b.bag) return givenLevel.folded
  const one = a.words[a.words.length - 1]!
  const other = b.words[b.words.length - 1]!
  if (one === other) return marksAgree(a.given, b.given) ? givenLevel.folded : givenLevel.otherMarks
  if (((a.flags | b.flags) & nameFlags.lossy) !== 0 && equalButLost(one, other)) return givenLevel.folded
  return isOneEdit(one, other) ? givenLevel.oneEdit : givenLevel.different
}

function compareWhole(a: NameFeatures, b: NameFeatures): GivenLevel {
  if (a.canonical === b.canonical) return givenLevel.equal
  if (a.folded === b.folded)
    return marksAgree(a.canonical, b.canonical) ? givenLevel.folded : givenLevel.otherMarks
  if (a.bag === b.bag || a.variant === b.variant) return givenLevel.folded
  if (((a.flags | b.flags) & nameFlags.lossy) !== 0 && equalButLost(a.folded, b.folded))
    return givenLevel.folded
  if (unmatchedWords(a.words, b.words) === 0)
    return a.words.length > 1 && b.words.length > 1 ? givenLevel.folded : givenLevel.different
  return isOneWordMistyped(a.words, b.words) ? givenLevel.oneEdit : givenLevel.different
}
