import { join } from 'node:path'
import type { Queries, Sql } from '#foundation/db'
import type { MentionedIdentifier } from '../links/links.types.ts'
import { readNumbers } from './append-files.ts'
import { copyCrowds, copyKeys, copyNames, isEmpty } from './backfill.queries.ts'
import { readLine } from './copy-text.ts'
import { hexHalves, keyPartOf, keyParts, mentionFileOf, nameFileOf, namePartOf } from './order-records.ts'
import { holdersIn, sortedFile } from './pair-records.ts'
import { mentionHash, nameHash } from './read-batch.ts'
import { eachHash, halvesOf, hashRow, sortHashes } from './sort-hashes.ts'

interface Folders {
  readonly ordered: string
  readonly paired: string
}

/**
 * Who may not be loaded in bulk, because the index knows something of them: the same number of the facility, a key or a number
 * in common with somebody stored. They are admitted one by one afterwards, and so are those the files say something of twice.
 */
export async function findContacts(
  db: Queries,
  folder: Folders,
  records: number,
  holdersPerKey: number,
): Promise<Uint8Array> {
  const isLeftOut = new Uint8Array(records)
  for (const number of readNumbers(join(folder.paired, 'aside.bin'))) isLeftOut[number] = 1
  if (!(await isEmpty(db))) await markKnown(db, folder, isLeftOut)
  leaveWholeCrowds(folder.paired, isLeftOut, holdersPerKey)
  return isLeftOut
}

async function markKnown(db: Queries, folder: Folders, isLeftOut: Uint8Array): Promise<void> {
  const mark = (number: number) => {
    isLeftOut[number] = 1
  }
  // Sorted, so that one file of keys is held at a time.
  for (const query of [copyKeys, copyCrowds]) {
    const keys = new HashFiles((part) => readNumbers(join(folder.paired, sortedFile(part))), 1)
    await eachLine(db, query, (hash) => {
      const [high, low] = halvesOf(hash)
      keys.each(keyPartOf(high), high, low, mark)
    })
  }
  const sorted = (file: (part: number) => string) =>
    new HashFiles(
      (part) => sortHashes(readNumbers(join(folder.ordered, file(part)))),
      Number.POSITIVE_INFINITY,
    )
  const [names, mentions] = [sorted(nameFileOf), sorted(mentionFileOf)]
  await eachLine(db, copyNames, (line) => {
    const [facility, local_id, identifiers] = readLine(line)
    const [high, low] = hexHalves(nameHash({ facility: facility!, local_id: local_id! }))
    names.each(namePartOf(high), high, low, mark)
    for (const each of JSON.parse(identifiers!) as MentionedIdentifier[]) {
      const [high, low] = hexHalves(mentionHash(each))
      mentions.each(namePartOf(high), high, low, mark)
    }
  })
}

/**
 * Too many of the load share a key, so nobody was compared under it; but if some of them are left out and the rest are not too
 * many, they should have been. Then all come one by one. That may be so of another key afterwards.
 */
function leaveWholeCrowds(paired: string, isLeftOut: Uint8Array, holdersPerKey: number): void {
  if (!isLeftOut.includes(1)) return
  const crowds: number[][] = []
  for (let part = 0; part < keyParts; part += 1) {
    const rows = readNumbers(join(paired, sortedFile(part)))
    eachHash(rows, (from, to) => {
      if ((to - from) / hashRow > holdersPerKey) crowds.push(holdersIn(rows, from, to))
    })
  }
  for (let isChanged = true; isChanged; ) {
    isChanged = false
    for (const holders of crowds) {
      const staying = holders.filter((number) => isLeftOut[number] === 0)
      if (staying.length === 0 || staying.length > holdersPerKey) continue
      for (const number of staying) isLeftOut[number] = 1
      isChanged = true
    }
  }
}

/** Records by hash, from files that are sorted or sorted when read; so many are kept at a time. */
class HashFiles {
  readonly #read: (part: number) => Uint32Array
  readonly #keptAtMost: number
  readonly #parts = new Map<number, Uint32Array>()

  constructor(read: (part: number) => Uint32Array, keptAtMost: number) {
    this.#read = read
    this.#keptAtMost = keptAtMost
  }

  each(part: number, high: number, low: number, visit: (number: number) => void): void {
    let rows = this.#parts.get(part)
    if (!rows) {
      if (this.#parts.size >= this.#keptAtMost) this.#parts.clear()
      rows = this.#read(part)
      this.#parts.set(part, rows)
    }
    let [from, to] = [0, rows.length / hashRow]
    while (from < to) {
      const middle = (from + to) >>> 1
      const at = middle * hashRow
      const isBefore = rows[at]! < high || (rows[at] === high && rows[at + 1]! < low)
      if (isBefore) from = middle + 1
      else to = middle
    }
    let end = from * hashRow
    while (end < rows.length && rows[end] === high && rows[end + 1] === low) end += hashRow
    for (const number of holdersIn(rows, from * hashRow, end)) visit(number)
  }
}

/** Lines of a COPY as they come. */
const eachLine = (db: Queries, query: Sql, visit: (line: string) => void): Promise<number> =>
  db.copyTo(query, async (stream) => {
    let rest = ''
    for await (const piece of stream.setEncoding('utf8') as AsyncIterable<string>) {
      const lines = (rest + piece).split('\n')
      rest = lines.pop()!
      for (const line of lines) visit(line)
    }
  })
