import { editDistance, editsAtLeast, jaroWinkler, jaroWinklerAtMost, MISSING } from '#foundation/linkage'
import type { Term } from './febrl-features.ts'

export const TERM_LEVELS = [
  { name: 'equal', hasFrequency: true },
  { name: 'one edit', hasFrequency: true },
  { name: 'few edits' },
  { name: 'alike' },
  { name: 'different' },
] as const

const ALIKE = 0.85

/** Levels of two words; a quarter of the letters may be edited before "few edits" ends. */
export function compareTerms(a: Term, b: Term): number {
  if (a.text === '' || b.text === '') return MISSING
  const edits = fewEdits(a, b)
  if (edits <= 1) return edits
  if (edits < MANY) return 2
  if (jaroWinklerAtMost(a.text, a.letters, b.text, b.letters) < ALIKE) return 4
  return jaroWinkler(a.text, b.text) >= ALIKE ? 3 : 4
}

const MANY = 9

/** Edits between two words, or MANY. Most pairs of words differ in more letters than may be edited. */
function fewEdits(a: Term, b: Term): number {
  if (a.text === b.text) return 0
  const most = Math.max(1, Math.min(4, Math.min(a.text.length, b.text.length) >> 2))
  if (editsAtLeast(a.letters, b.letters) > most) return MANY
  const edits = editDistance(a.text, b.text, most)
  return edits <= most ? edits : MANY
}

export const shareOfTerms = (a: Term, b: Term): number => Math.max(a.share, b.share)

const worst = TERM_LEVELS.length - 1
/** How good a level is, from 0: no value says as little as another one. */
export const worth = (level: number) => (level === MISSING ? 0 : worst - level)

/** Whether the fields agree better crosswise than straight. */
export function areSwapped(aFirst: Term, aSecond: Term, bFirst: Term, bSecond: Term): boolean {
  if (aFirst.text === bFirst.text && aFirst.text !== '') return false
  if (aSecond.text === bSecond.text && aSecond.text !== '') return false
  if (fewEdits(aFirst, bSecond) === MANY && fewEdits(aSecond, bFirst) === MANY) return false
  const crosswise = worth(compareTerms(aFirst, bSecond)) + worth(compareTerms(aSecond, bFirst))
  return crosswise > worth(compareTerms(aFirst, bFirst)) + worth(compareTerms(aSecond, bSecond))
}
