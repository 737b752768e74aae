import type { CatalogueEntries, CatalogueEntry } from '#vocabulary/catalogues'
import { foldName } from '#vocabulary/vietnam'

interface Folded {
  readonly entry: CatalogueEntry
  readonly code: string
  /** The folded name with a space before and after, so that ` word` finds the beginning of a word. */
  readonly name: string
}

/** One folded copy per version; forgotten with the version itself. */
const foldedCopies = new WeakMap<CatalogueEntries, readonly Folded[]>()

function foldedOf(entries: CatalogueEntries): readonly Folded[] {
  const known = foldedCopies.get(entries)
  if (known) return known
  const folded = [...entries.values()].map((entry) => ({
    entry,
    code: entry.code.toLowerCase(),
    name: ` ${foldName(entry.name)} `,
  }))
  foldedCopies.set(entries, folded)
  return folded
}

export interface Page<T> {
  readonly total: number
  readonly items: readonly T[]
}

/**
 * Entries whose code begins with the text, or whose name has every word of it (with or without tone marks). The exact
 * code comes first, then codes, then names that begin with it, then the rest in the catalogue's own order.
 */
export function searchEntries(
  entries: CatalogueEntries,
  text: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Page<CatalogueEntry> {
  const asked = text.normalize('NFC').trim().toLowerCase()
  if (asked === '') return { total: entries.size, items: [...entries.values()].slice(offset, offset + limit) }
  const words = foldName(asked)
    .split(' ')
    .filter((word) => word !== '')
  const ranks: CatalogueEntry[][] = [[], [], [], []]
  for (const folded of foldedOf(entries)) {
    const rank = rankOf(folded, asked, words)
    if (rank !== null) ranks[rank]!.push(folded.entry)
  }
  const found = ranks.flat()
  return { total: found.length, items: found.slice(offset, offset + limit) }
}

function rankOf({ code, name }: Folded, asked: string, words: readonly string[]): 0 | 1 | 2 | 3 | null {
  if (code === asked) return 0
  if (code.startsWith(asked)) return 1
  if (words.length === 0 || !words.every((word) => name.includes(` ${word}`))) return null
  return name.startsWith(` ${words.join(' ')}`) ? 2 : 3
}
