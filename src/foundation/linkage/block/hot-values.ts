import type { Block, Scheme } from '../scheme.types.ts'
import { KeyTable } from './group-keys.ts'

/** Keys of each block that have too many holders; a refined key that is still hot is in the list too. Sorted, frozen. */
export type HotValues = Readonly<Record<string, readonly string[]>>

export const DEFAULT_HOLDERS = 200

// Between the parts of a refined key: a unit separator, which no folded name or number contains.
const JOINT = '\u001f'

/**
 * The keys of one record in one block. A hot key is made longer by the block's next attribute until it is no longer in the
 * list; when no attribute is left, or the next one is missing, the key does not exist.
 */
export function keysIn<F>(block: Block<F>, features: F, hot: ReadonlySet<string>): readonly string[] {
  const keys = block.keysOf(features)
  if (hot.size === 0 || !keys.some((key) => hot.has(key))) return keys
  return keys.flatMap((key) => refined(block, features, key, hot) ?? [])
}

function refined<F>(block: Block<F>, features: F, key: string, hot: ReadonlySet<string>): string | undefined {
  let known = key
  for (const longer of refinements(block, features, key)) {
    if (!hot.has(known)) return known
    known = longer
  }
  // Still hot where the next attribute is missing, or there is none.
  return hot.has(known) ? undefined : known
}

/**
 * What a key of one record becomes, attribute by attribute, until one is missing. A key that was refined before goes on from
 * there.
 */
export function* refinements<F>(block: Block<F>, features: F, key: string): Generator<string> {
  let longer = key
  for (const next of (block.refinedBy ?? []).slice(key.split(JOINT).length - 1)) {
    const part = next(features)
    if (part === undefined) return
    longer = longer + JOINT + part
    yield longer
  }
}

/** Finds the hot keys of every block, level of refinement by level. The order of the records does not matter. */
export function findHotValues<F>(scheme: Scheme<F>, records: readonly F[]): HotValues {
  const most = scheme.holdersAtMost ?? DEFAULT_HOLDERS
  return Object.fromEntries(
    scheme.blocks.map((block) => [block.name, [...hotKeysOf(block, records, most)].sort()]),
  )
}

function hotKeysOf<F>(block: Block<F>, records: readonly F[], most: number): ReadonlySet<string> {
  const hot = new Set<string>()
  for (let depth = 0; depth <= (block.refinedBy?.length ?? 0); depth++) {
    const found = crowdedKeys(block, records, hot, most)
    if (found.length === 0) break
    for (const key of found) hot.add(key)
  }
  return hot
}

const once = (keys: readonly string[]) => (keys.length < 2 ? keys : new Set(keys))

/** Two passes: counts by hash first, so that texts are kept only of the few keys that are hot. */
function crowdedKeys<F>(
  block: Block<F>,
  records: readonly F[],
  hot: ReadonlySet<string>,
  most: number,
): string[] {
  const table = new KeyTable()
  let holders = new Uint32Array(1 << 12)
  for (const features of records)
    for (const key of once(keysIn(block, features, hot))) {
      const number = table.numberOf(key)
      if (number >= holders.length) {
        const larger = new Uint32Array(holders.length * 2)
        larger.set(holders)
        holders = larger
      }
      holders[number]! += 1
    }
  if (!holders.some((count) => count > most)) return []
  const crowded = new Set<string>()
  for (const features of records)
    for (const key of keysIn(block, features, hot)) if (holders[table.numberOf(key)]! > most) crowded.add(key)
  return [...crowded]
}
