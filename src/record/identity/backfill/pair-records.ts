import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NumberFiles, readNumbers, sizeOf } from './append-files.ts'
import { keyFileOf, keyParts, nameFileOf, nameParts, sureFlag } from './order-records.ts'
import { eachHash, hashOf, hashRow, sortHashes } from './sort-hashes.ts'

/** Pairs are weighed by so many records at once, or the hundredth part of them all. */
export const weighedAtOnce = (records: number) => Math.max(20_000, Math.ceil(records / 100))
export const pairFile = (part: number) => `pairs-${part}.bin`
export const weighParts = (records: number) => Math.ceil(records / weighedAtOnce(records))

/**
 * Who shares a key with whom, each pair as often as they share one, in files by the later of the two. A key that more than
 * `holdersPerKey` records share finds nobody. The keys are put into the order of their table on the way.
 */
export function pairRecords(
  folder: { readonly ordered: string; readonly paired: string },
  records: number,
  holdersPerKey: number,
  onPart: (done: number) => void,
): void {
  const single = leftAside(folder.ordered, records)
  writeFileSync(join(folder.paired, 'aside.bin'), single.list, { mode: 0o600 })
  const size = weighedAtOnce(records)
  const pairs = new NumberFiles(folder.paired, 2)
  const crowds: string[] = []
  for (let part = 0; part < keyParts; part += 1) {
    const all = readNumbers(join(folder.ordered, keyFileOf(part)))
    const rows = sortHashes(withoutAside(all, single.isAside))
    eachHash(rows, (from, to) => {
      const holders = holdersIn(rows, from, to)
      const isSure = rows[from + 2]! >= sureFlag
      if (holders.length > holdersPerKey) {
        if (isSure) crowds.push(hashOf(rows[from]!, rows[from + 1]!))
        return
      }
      for (const [place, holder] of holders.entries()) {
        if (isSure && place > 0) pairs.add('sure.bin', holders[0]!, holder)
        // As one 64-bit number the later record comes first: so pairs are sorted.
        if (!isSure)
          for (let before = 0; before < place; before += 1)
            pairs.add(pairFile(Math.floor(holder / size)), holders[before]!, holder)
      }
    })
    writeFileSync(join(folder.paired, sortedFile(part)), rows, { mode: 0o600 })
    onPart(part + 1)
  }
  pairs.flush()
  writeFileSync(join(folder.paired, sureCrowds), JSON.stringify(crowds), { mode: 0o600 })
}

/** Hashes of sure values that too many share. */
export const sureCrowds = 'sure-crowds.json'

/** Keys in the order of their table. */
export const sortedFile = (part: number) => `keys-${part}.bin`

export const countKeys = (paired: string): number => {
  let bytes = 0
  for (let part = 0; part < keyParts; part += 1) bytes += sizeOf(join(paired, sortedFile(part)))
  return bytes / (4 * hashRow)
}

/** Records of one hash, whether it is of a key or of a sure value. */
export const holdersIn = (rows: Uint32Array, from: number, to: number): number[] => {
  const holders: number[] = []
  for (let at = from; at < to; at += hashRow) holders.push((rows[at + 2]! & ~sureFlag) >>> 0)
  return holders
}

const withoutAside = (rows: Uint32Array, isAside: Uint8Array): Uint32Array => {
  let kept = 0
  for (let at = 0; at < rows.length; at += hashRow) {
    if (isAside[(rows[at + 2]! & ~sureFlag) >>> 0]) continue
    rows.copyWithin(kept, at, at + hashRow)
    kept += hashRow
  }
  return rows.subarray(0, kept)
}

/** What comes again under a facility's number (all but the first of each), and numbers that look as if they were used twice: one by one, in their order. */
function leftAside(ordered: string, records: number): { isAside: Uint8Array; list: Uint32Array } {
  const orders = readNumbers(join(ordered, 'orders.bin'))
  const isAside = new Uint8Array(records)
  for (const number of readNumbers(join(ordered, 'marked.bin'))) isAside[number] = 1
  for (let part = 0; part < nameParts; part += 1) {
    const rows = sortHashes(readNumbers(join(ordered, nameFileOf(part))))
    eachHash(rows, (from, to) => {
      if (to - from === hashRow) return
      const [, ...again] = holdersIn(rows, from, to).sort((x, y) => orders[x]! - orders[y]!)
      for (const number of again) isAside[number] = 1
    })
  }
  return { isAside, list: placesOf(isAside) }
}

/** Where there is a one. */
export function placesOf(marks: Uint8Array): Uint32Array {
  const places: number[] = []
  for (let at = marks.indexOf(1); at >= 0; at = marks.indexOf(1, at + 1)) places.push(at)
  return Uint32Array.from(places)
}
