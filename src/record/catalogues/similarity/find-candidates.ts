import type { CatalogueEntries, CatalogueEntry } from '#vocabulary/catalogues'
import { indexOf, type NameIndex } from './build-index.ts'
import { differTellingly, tonedWordsOf, trigramsOf, wordsOf } from './words.ts'

export interface Candidate {
  readonly entry: CatalogueEntry
  /** 0 to 1; 1 only for the same words. */
  readonly score: number
}

/** How much the words count against the trigrams (spelling), and how much tone marks may add or take. Measured: README. */
const wordShare = 0.6
const toneShare = 0.06
/** What is left of a score where a number, a side or a negation differs: too little to be accepted in bulk. */
const tellingShare = 0.88
/** Entries looked at more closely, of those that share most. */
const shortlist = 60

/** The entries whose names are most like a text. Costs a millisecond or two over 20 thousand names. */
export function findCandidates(catalogue: CatalogueEntries, text: string, limit: number): Candidate[] {
  const words = wordsOf(text)
  if (words.length === 0 || catalogue.size === 0) return []
  const index = indexOf(catalogue)
  const scores = rawScores(index, words)
  const toned = tonedWordsOf(text)
  const asked = new Set(words)
  return highest(scores, shortlist)
    .map(({ at, score }) => {
      const entry = index.entries[at]!
      const left = differTellingly(asked, new Set(wordsOf(entry.name))) ? tellingShare * score : score
      return { entry, score: clamp(left - toneShare * tonesMissed(toned, entry.name)) }
    })
    .sort(
      (a, b) => b.score - a.score || a.entry.name.length - b.entry.name.length || byCode(a.entry, b.entry),
    )
    .slice(0, limit)
}

const byCode = (a: CatalogueEntry, b: CatalogueEntry) => (a.code < b.code ? -1 : 1)
const clamp = (score: number) => Math.round(1_000 * Math.min(1, Math.max(0, score))) / 1_000

/** Weighted Dice over words, and Dice over trigrams, for every entry that shares anything. */
function rawScores(index: NameIndex, words: readonly string[]): Float64Array {
  const size = index.entries.length
  const shared = new Float64Array(size)
  let asked = 0
  for (const word of new Set(words)) {
    const weight = index.weightOf(word)
    asked += weight
    for (const at of index.wordPostings.get(word) ?? []) shared[at]! += weight
  }
  const trigrams = trigramsOf(words)
  const sharedTrigrams = new Uint16Array(size)
  for (const trigram of trigrams)
    for (const at of index.trigramPostings.get(trigram) ?? []) sharedTrigrams[at]! += 1
  const scores = new Float64Array(size)
  for (let at = 0; at < size; at++) {
    if (sharedTrigrams[at] === 0) continue
    const byWords = (2 * shared[at]!) / (asked + index.weights[at]!)
    const byTrigrams = (2 * sharedTrigrams[at]!) / (trigrams.size + index.trigramCounts[at]!)
    scores[at] = wordShare * byWords + (1 - wordShare) * byTrigrams
  }
  return scores
}

/** The share of the words with tone marks that the name does not have so. None when the text came without any. */
function tonesMissed(toned: ReadonlySet<string>, name: string): number {
  if (toned.size === 0) return 0
  const has = tonedWordsOf(name)
  let missed = 0
  for (const word of toned) if (!has.has(word)) missed += 1
  return missed / toned.size
}

/** The n highest of a long list, by keeping the lowest of them at hand. */
function highest(scores: Float64Array, n: number): { at: number; score: number }[] {
  const kept: { at: number; score: number }[] = []
  for (let at = 0; at < scores.length; at++) {
    const score = scores[at]!
    if (score <= 0 || (kept.length >= n && score <= kept[kept.length - 1]!.score)) continue
    let place = kept.length
    while (place > 0 && kept[place - 1]!.score < score) place -= 1
    kept.splice(place, 0, { at, score })
    if (kept.length > n) kept.pop()
  }
  return kept
}
