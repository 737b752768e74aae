import type { Database } from '#foundation/db'
import { type Block, type HotValues, keysIn, refinements } from '#foundation/linkage'
import { dummySet, type LearnedDummy } from '#vocabulary/demographics/numbers'
import { eachHolder, findCommonKeys, type LinkContext, usualLearnLimits } from '../links/index.ts'
import { type RecordFeatures, readFeatures, vietnameseScheme } from '../model/index.ts'
import type { Watch } from './watch.types.ts'

/** Texts that are counted; a hostile table has no more. */
const countedAtMost = 4_000_000

/**
 * The hot values of a version with those of the tables: keys that many records share now, and what they become when they are
 * refined as far as that is still shared by many. Nothing is taken off the list.
 */
export async function learnHotValues(
  db: Database,
  context: LinkContext,
  base: HotValues,
  dummies: readonly LearnedDummy[],
  watch: Watch = {},
  { holders, atMost } = usualLearnLimits,
): Promise<HotValues> {
  const common = await findCommonKeys(db, context, { holders, atMost })
  const blocks = new Map(vietnameseScheme.blocks.map((block) => [block.name, block]))
  const hot = new Map([...blocks.keys()].map((name) => [name, new Set(base[name] ?? [])]))
  const counts = new Map<string, number>()
  const isDummy = dummySet(dummies)
  for await (const { words, keys } of eachHolder(db, common, (done, total) =>
    watch.onProgress?.('holders', done, total),
  )) {
    watch.signal?.throwIfAborted()
    const features = readFeatures(words, isDummy)
    for (const key of keys) countKey(key, features, blocks, hot, counts)
  }
  for (const [key, count] of counts) {
    const [block, text] = partsOf(key)
    if (count > holders) hot.get(block)!.add(text)
  }
  return Object.fromEntries([...hot].map(([name, texts]) => [name, [...texts].sort()]))
}

/** A key that is nobody's any more (a dummy's) is not counted: it does not exist. */
function countKey(
  key: string,
  features: RecordFeatures,
  blocks: ReadonlyMap<string, Block<RecordFeatures>>,
  hot: ReadonlyMap<string, ReadonlySet<string>>,
  counts: Map<string, number>,
): void {
  const [name, text] = partsOf(key)
  const block = blocks.get(name)
  if (!block || !keysIn(block, features, hot.get(name)!).includes(text)) return
  for (const each of [text, ...refinements(block, features, text)]) {
    const known = `${name}|${each}`
    const count = counts.get(known)
    if (count !== undefined || counts.size < countedAtMost) counts.set(known, (count ?? 0) + 1)
  }
}

function partsOf(key: string): readonly [block: string, text: string] {
  const at = key.indexOf('|')
  return [key.slice(0, at), key.slice(at + 1)]
}
