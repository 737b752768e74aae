import { type BlockIndex, eachCandidate, firstCommon } from './block-index.ts'

export interface BlockFigures {
  readonly name: string
  /** Records with one or more keys that others hold too, and what they meet: mean, 99th percentile, most holders of a key. */
  readonly held: number
  readonly mean: number
  readonly p99: number
  readonly max: number
  /** Pairs of this block that no block before it found. */
  readonly newCandidates: number
  /** With the truth at hand: true pairs this block finds, and those that no other block finds. */
  readonly truePairs?: number
  readonly onlyHere?: number
}

export interface BlockReport {
  readonly blocks: readonly BlockFigures[]
  readonly candidates: number
  /** Share of all true pairs that are candidates, with the truth at hand. */
  readonly recall?: number
}

/** What each block costs and what it alone finds: looked at before a block is added or taken away. */
export function describeBlocks(index: BlockIndex, persons?: ArrayLike<string | number>): BlockReport {
  const fresh = new Float64Array(index.blocks.length)
  const candidates = eachCandidate(index, (_a, _b, block) => {
    fresh[block]! += 1
  })
  const found = persons ? trueCounts(index, persons) : undefined
  return {
    candidates,
    ...(found ? { recall: found.pairs === 0 ? 1 : found.any / found.pairs } : {}),
    blocks: index.blocks.map(({ name, groups }, block) => ({
      name,
      ...holders(groups.starts),
      newCandidates: fresh[block]!,
      ...(found ? { truePairs: found.here[block]!, onlyHere: found.only[block]! } : {}),
    })),
  }
}

/** As one more record of the block would see it: a key is met as often as it has holders. */
function holders(starts: Uint32Array) {
  const sizes = Uint32Array.from({ length: starts.length - 1 }, (_, g) => starts[g + 1]! - starts[g]!).sort()
  const held = sizes.reduce((sum, size) => sum + size, 0)
  const squares = sizes.reduce((sum, size) => sum + size * size, 0)
  let seen = 0
  const p99 = sizes.find((size) => {
    seen += size
    return seen >= 0.99 * held
  })
  return { held, mean: held === 0 ? 0 : squares / held, p99: p99 ?? 0, max: sizes.at(-1) ?? 0 }
}

function trueCounts(index: BlockIndex, persons: ArrayLike<string | number>) {
  const here = new Float64Array(index.blocks.length)
  const only = new Float64Array(index.blocks.length)
  let [pairs, any] = [0, 0]
  for (const records of recordsByPerson(persons))
    for (let i = 0; i < records.length; i++)
      for (let j = i + 1; j < records.length; j++) {
        pairs += 1
        const finders = index.blocks.flatMap(({ groups }, block) =>
          firstCommon(groups, records[i]!, records[j]!, index.holdersAtMost) >= 0 ? [block] : [],
        )
        for (const block of finders) here[block]! += 1
        if (finders.length > 0) any += 1
        if (finders.length === 1) only[finders[0]!]! += 1
      }
  return { here, only, pairs, any }
}

function recordsByPerson(persons: ArrayLike<string | number>): Iterable<number[]> {
  const records = new Map<string | number, number[]>()
  for (let r = 0; r < persons.length; r++) {
    const own = records.get(persons[r]!)
    if (own) own.push(r)
    else records.set(persons[r]!, [r])
  }
  return records.values()
}
