import type { DemographicRecord } from '#vocabulary/demographics'
import type { LinkContext } from '../links/index.ts'
import { type Spread, spreadOf } from './spread.ts'

export interface BlockInUse {
  readonly name: string
  /** Records of the sample with a key of this block. */
  readonly records: number
  /** Holders of such a key, as one more record with it would meet them; keys that find nobody any more left out. */
  readonly holders: Spread
  /** Keys of the sample that find nobody any more. */
  readonly crowded: number
  /** Linked pairs of the sample that share a key of this block, and those that share a key of no other. */
  readonly pairs: number
  readonly onlyHere: number
}

interface Key {
  readonly block: string
  readonly hash: string
}

/** How many hold a key; null: too many, it finds nobody. */
export type Holders = ReadonlyMap<string, number | null>

/** Counts what the keys of records meet, block by block. */
export class BlockTally {
  pairs = 0
  /** Linked pairs that share no key: joined through others, or by people. */
  unmet = 0
  readonly #blocks: ReadonlyMap<
    string,
    { records: number; crowded: number; pairs: number; onlyHere: number; holders: number[] }
  >
  readonly #context: LinkContext

  constructor(blocks: readonly string[], context: LinkContext) {
    this.#context = context
    this.#blocks = new Map(
      blocks.map((name) => [name, { records: 0, crowded: 0, pairs: 0, onlyHere: 0, holders: [] }]),
    )
  }

  keysOf(words: DemographicRecord): Key[] {
    const { model, hash } = this.#context
    return model
      .keysOf(model.featuresOf(words))
      .map((key) => ({ block: key.slice(0, key.indexOf('|')), hash: hash(key) }))
  }

  noteRecord(keys: readonly Key[], holders: Holders): void {
    for (const block of new Set(keys.map((key) => key.block))) this.#blocks.get(block)!.records += 1
    for (const { block, hash } of keys) {
      const count = holders.get(hash)
      if (count === null) this.#blocks.get(block)!.crowded += 1
      else if (count !== undefined) this.#blocks.get(block)!.holders.push(count)
    }
  }

  /** A linked pair: `holders` knows the keys of `one`. */
  notePair(one: readonly Key[], other: readonly Key[], holders: Holders): void {
    this.pairs += 1
    const theirs = new Set(other.map((key) => key.hash))
    const shared = one.filter(({ hash }) => theirs.has(hash) && holders.get(hash) !== null)
    const blocks = new Set(shared.map((key) => key.block))
    for (const block of blocks) {
      this.#blocks.get(block)!.pairs += 1
      if (blocks.size === 1) this.#blocks.get(block)!.onlyHere += 1
    }
    if (blocks.size === 0) this.unmet += 1
  }

  blocks(): BlockInUse[] {
    return [...this.#blocks].map(([name, counts]) => ({
      name,
      ...counts,
      holders: spreadOf(counts.holders),
    }))
  }
}
