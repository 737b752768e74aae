import { hashKey, keyHash } from './hash-key.ts'

/** Who holds which key, of one block: typed arrays only, about 30 bytes an entry. Groups of one holder are left out. */
export interface Groups {
  /** Members of group g: `members[starts[g]]` to before `members[starts[g + 1]]`, in the order of the records. */
  readonly starts: Uint32Array
  readonly members: Uint32Array
  /** Groups of record r, ascending: `groups[firsts[r]]` to before `groups[firsts[r + 1]]`. */
  readonly firsts: Uint32Array
  readonly groups: Uint32Array
}

/** Gives every key of every record a number by an open-addressed table over 64-bit hashes; the same key twice counts once. */
export function groupKeys(records: number, keysOf: (record: number) => readonly string[]): Groups {
  const table = new KeyTable()
  const firsts = new Uint32Array(records + 1)
  let entries = new Uint32Array(Math.max(16, records))
  let count = 0
  for (let record = 0; record < records; record++) {
    const first = count
    for (const key of keysOf(record)) {
      const group = table.numberOf(key)
      if (holds(entries, first, count, group)) continue
      if (count === entries.length) entries = grown(entries)
      entries[count++] = group
    }
    firsts[record + 1] = count
  }
  return dropSingles(firsts, entries.subarray(0, count), table.size)
}

/** A record has few keys a block: looking through them is faster than any set. */
function holds(entries: Uint32Array, from: number, to: number, group: number): boolean {
  for (let at = from; at < to; at++) if (entries[at] === group) return true
  return false
}

/** A key that one record holds finds nobody; what is left is turned round, from keys of records to records of keys. */
function dropSingles(firsts: Uint32Array, entries: Uint32Array, keys: number): Groups {
  const sizes = new Uint32Array(keys)
  for (const group of entries) sizes[group]! += 1
  const renumbered = new Uint32Array(keys)
  let groups = 0
  for (let key = 0; key < keys; key++) if (sizes[key]! > 1) renumbered[key] = groups++
  const starts = new Uint32Array(groups + 1)
  for (let key = 0; key < keys; key++) if (sizes[key]! > 1) starts[renumbered[key]! + 1] = sizes[key]!
  for (let group = 0; group < groups; group++) starts[group + 1]! += starts[group]!
  const members = new Uint32Array(starts[groups]!)
  const kept = new Uint32Array(starts[groups]!)
  const keptFirsts = new Uint32Array(firsts.length)
  const filled = starts.slice()
  let count = 0
  for (let record = 0; record + 1 < firsts.length; record++) {
    for (let at = firsts[record]!; at < firsts[record + 1]!; at++) {
      const key = entries[at]!
      if (sizes[key]! < 2) continue
      members[filled[renumbered[key]!]!++] = record
      kept[count++] = renumbered[key]!
    }
    if (count - keptFirsts[record]! > 1) kept.subarray(keptFirsts[record], count).sort()
    keptFirsts[record + 1] = count
  }
  return { starts, members, firsts: keptFirsts, groups: kept }
}

const grown = (array: Uint32Array<ArrayBuffer>) => {
  const larger = new Uint32Array(array.length * 2)
  larger.set(array)
  return larger
}

/** Numbers keys from 0 in the order of their first appearance. */
export class KeyTable {
  size = 0
  #slots = new Uint32Array(1 << 12)
  #lows = new Uint32Array(1 << 11)
  #highs = new Uint32Array(1 << 11)

  numberOf(key: string): number {
    hashKey(key)
    const { low, high } = keyHash
    if (this.size * 2 >= this.#slots.length) this.#grow()
    const slot = this.#slotOf(low, high)
    if (this.#slots[slot] !== 0) return this.#slots[slot]! - 1
    this.#lows[this.size] = low
    this.#highs[this.size] = high
    this.size += 1
    this.#slots[slot] = this.size
    return this.size - 1
  }

  #slotOf(low: number, high: number): number {
    const mask = this.#slots.length - 1
    let slot = low & mask
    for (;;) {
      const taken = this.#slots[slot]!
      if (taken === 0 || (this.#lows[taken - 1] === low && this.#highs[taken - 1] === high)) return slot
      slot = (slot + 1) & mask
    }
  }

  #grow(): void {
    const slots = this.#slots.length * 2
    this.#slots = new Uint32Array(slots)
    this.#lows = grown(this.#lows)
    this.#highs = grown(this.#highs)
    for (let key = 0; key < this.size; key++)
      this.#slots[this.#slotOf(this.#lows[key]!, this.#highs[key]!)] = key + 1
  }
}
