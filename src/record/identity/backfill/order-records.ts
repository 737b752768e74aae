import { closeSync, openSync, readdirSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { recordOf } from '../links/record-keys.ts'
import { NumberFiles, sizeOf } from './append-files.ts'
import { halvesOf, hashRow } from './sort-hashes.ts'

/** More than a year's births in a country; a file that is larger is put in order piece by piece. */
const bytesAtOnce = 1 << 28
const line = 10
const tab = 9

/** Set in a record's number where the hash is of a sure value. */
export const sureFlag = 0x8000_0000

/** Files of keys follow one another in the order of the table of keys. */
export const keyParts = 256
export const keyFileOf = (part: number) => `key-${part}.bin`
export const keyPartOf = (high: number) => high >>> 24
/** Of what is only asked for, not copied: numbers of facilities, numbers of people. */
export const nameParts = 64
export const namePartOf = (high: number) => high >>> 26
export const nameFileOf = (part: number) => `name-${part}.bin`
export const mentionFileOf = (part: number) => `mention-${part}.bin`

/**
 * Gives every record its number, by day of birth, and hands out what it is found by: keys to files that follow one another in
 * the order of the table of keys, and names and numbers likewise. Says how many records there are.
 */
export function orderRecords(
  folder: { readonly read: string; readonly ordered: string },
  onBytes: (done: number, of: number) => void,
): number {
  const rows = new RowWriter(folder.ordered)
  const files = new NumberFiles(folder.ordered, hashRow)
  const names = readdirSync(folder.read).sort()
  const all = names.reduce((sum, name) => sum + sizeOf(join(folder.read, name)), 0)
  let done = 0
  for (const name of names) {
    const size = sizeOf(join(folder.read, name))
    const file = openSync(join(folder.read, name), 'r')
    for (let at = 0; at < size; ) {
      const piece = Buffer.allocUnsafe(Math.min(bytesAtOnce, size - at))
      readSync(file, piece, 0, piece.length, at)
      const end = piece.lastIndexOf(line) + 1
      if (end === 0) throw new Error('backfill: a line without an end')
      for (const [from, to] of linesByDay(piece.subarray(0, end))) takeLine(piece, from, to, rows, files)
      at += end
      onBytes(done + at, all)
    }
    closeSync(file)
    done += size
  }
  files.flush()
  return rows.end()
}

/** Where lines begin and end, by the day that each begins with; of one day as they came. */
function linesByDay(bytes: Buffer): (readonly [number, number])[] {
  const places: [number, number][] = []
  const days: number[] = []
  for (let from = 0; from < bytes.length; ) {
    const to = bytes.indexOf(line, from) + 1
    // A day has 27 bits; lines in a piece are fewer than 2^26.
    days.push(Number(bytes.toString('latin1', from, bytes.indexOf(tab, from))) * 2 ** 26 + places.length)
    places.push([from, to])
    from = to
  }
  return [...Float64Array.from(days).sort()].map((each) => places[each % 2 ** 26]!)
}

function takeLine(bytes: Buffer, from: number, to: number, rows: RowWriter, files: NumberFiles): void {
  const number = rows.count
  let start = from
  const next = () => {
    const end = bytes.indexOf(tab, start)
    const cell = bytes.toString('latin1', start, end)
    start = end + 1
    return cell
  }
  const [, order, name, mentions] = [next(), Number(next()), next(), next()]
  const row = start
  const [keys, sure, , , , patient] = [next(), next(), next(), next(), next(), next()]
  for (const hash of keys!.slice(1, -1).split(',')) addHash(files, hash, number)
  for (const hash of sure!.slice(1, -1).split(',')) addHash(files, hash, (number | sureFlag) >>> 0)
  if (name !== '') {
    const [high, low] = hexHalves(name)
    files.add(nameFileOf(namePartOf(high)), high, low, number)
  }
  for (const mention of mentions!.split(','))
    if (mention !== '') {
      const [high, low] = hexHalves(mention)
      files.add(mentionFileOf(namePartOf(high)), high, low, number)
    }
  rows.add(bytes.subarray(row, to), order, recordOf(patient!), name === '')
}

function addHash(files: NumberFiles, hash: string, number: number): void {
  if (hash === '') return
  const [high, low] = halvesOf(hash)
  files.add(keyFileOf(keyPartOf(high)), high, low, number)
}

export const hexHalves = (hex: string): readonly [number, number] => [
  Number.parseInt(hex.slice(0, 8), 16),
  Number.parseInt(hex.slice(8), 16),
]

/** The rows one after the other, and beside them how long each is, when it came and what its number in the tables is. */
class RowWriter {
  count = 0
  readonly #file: number
  readonly #numbers: NumberFiles
  readonly #records: NumberFiles
  #waiting: Buffer[] = []
  #waitingBytes = 0

  constructor(folder: string) {
    this.#file = openSync(join(folder, 'rows.txt'), 'w', 0o600)
    this.#numbers = new NumberFiles(folder, 1)
    this.#records = new NumberFiles(folder, 2)
  }

  add(row: Buffer, order: number, record: string, isMarked: boolean): void {
    if (isMarked) this.#numbers.add('marked.bin', this.count)
    this.count += 1
    this.#numbers.add('lengths.bin', row.length)
    this.#numbers.add('orders.bin', order)
    const bits = BigInt.asUintN(64, BigInt(record))
    this.#records.add('records.bin', Number(bits & 0xffffffffn), Number(bits >> 32n))
    this.#waiting.push(row)
    this.#waitingBytes += row.length
    if (this.#waitingBytes > 1 << 22) this.#flush()
  }

  end(): number {
    this.#flush()
    closeSync(this.#file)
    this.#numbers.flush()
    this.#records.flush()
    return this.count
  }

  #flush(): void {
    writeSync(this.#file, Buffer.concat(this.#waiting))
    this.#waiting = []
    this.#waitingBytes = 0
  }
}
