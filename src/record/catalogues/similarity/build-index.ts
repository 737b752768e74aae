import type { CatalogueEntries, CatalogueEntry } from '#vocabulary/catalogues'
import { trigramsOf, wordsOf } from './words.ts'

/** A catalogue's names, ready to be compared with: which entries have a word or a trigram, and how rare each word is. */
export interface NameIndex {
  readonly entries: readonly CatalogueEntry[]
  readonly wordPostings: ReadonlyMap<string, readonly number[]>
  readonly trigramPostings: ReadonlyMap<string, readonly number[]>
  /** Sum of the weights of an entry's words. */
  readonly weights: Float64Array
  readonly trigramCounts: Uint16Array
  readonly weightOf: (word: string) => number
}

export function buildIndex(catalogue: CatalogueEntries): NameIndex {
  const entries = [...catalogue.values()]
  const wordPostings = new Map<string, number[]>()
  const trigramPostings = new Map<string, number[]>()
  const trigramCounts = new Uint16Array(entries.length)
  const words = entries.map((entry, at) => {
    const all = wordsOf(entry.name)
    const distinct = new Set(all)
    for (const word of distinct) push(wordPostings, word, at)
    const trigrams = trigramsOf(all)
    for (const trigram of trigrams) push(trigramPostings, trigram, at)
    trigramCounts[at] = Math.min(trigrams.size, 65_535)
    return distinct
  })
  // Inverse document frequency: `phẫu thuật` stands in every third technique and says little, `glucose` much.
  const weightOf = (word: string) =>
    Math.log(1 + entries.length / (1 + (wordPostings.get(word)?.length ?? 0)))
  const weights = new Float64Array(entries.length)
  words.forEach((distinct, at) => {
    for (const word of distinct) weights[at]! += weightOf(word)
  })
  return { entries, wordPostings, trigramPostings, weights, trigramCounts, weightOf }
}

function push(postings: Map<string, number[]>, key: string, at: number) {
  const list = postings.get(key)
  if (list) list.push(at)
  else postings.set(key, [at])
}

/** One index per version in memory; forgotten with the version. */
const indexes = new WeakMap<CatalogueEntries, NameIndex>()

export function indexOf(catalogue: CatalogueEntries): NameIndex {
  const known = indexes.get(catalogue)
  if (known) return known
  const built = buildIndex(catalogue)
  indexes.set(catalogue, built)
  return built
}
