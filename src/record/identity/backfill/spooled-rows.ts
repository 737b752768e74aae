import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { shardOf } from '#foundation/ids'
import type { DemographicRecord } from '#vocabulary/demographics'
import type { IncomingRecord, RecordCard, RecordRow } from '../links/links.types.ts'
import { recordOf } from '../links/record-keys.ts'
import { readNumbers } from './append-files.ts'
import { copyLine, readCell } from './copy-text.ts'

/** What is kept of an arrival until its person is known: a row of `identity.record` but for the person. */
export function spoolLine(row: RecordRow, arrival: IncomingRecord): string {
  return copyLine([
    ...[`{${row.keys.join(',')}}`, `{${row.sure.join(',')}}`, arrival.citizenId, row.facility, row.local_id],
    ...[row.patient_id, row.seen_at, JSON.stringify(row.words), JSON.stringify(row.card)],
  ])
}

/** As they were spooled: keys, sure values, citizen number, facility, local number, patient, visit, words, card. */
export type Cells = readonly string[]

const hashesIn = (braces: string) => (braces.length === 2 ? [] : braces.slice(1, -1).split(','))

/** Reads records of the load by their number. Everything but the place of each line stays on the disk. */
export class SpooledRows {
  readonly count: number
  readonly #offsets: Float64Array
  readonly #file: number

  constructor(folder: string) {
    const lengths = readNumbers(join(folder, 'lengths.bin'))
    this.count = lengths.length
    this.#offsets = new Float64Array(this.count + 1)
    for (let at = 0; at < this.count; at += 1) this.#offsets[at + 1] = this.#offsets[at]! + lengths[at]!
    this.#file = openSync(join(folder, 'rows.txt'), 'r')
  }

  close(): void {
    closeSync(this.#file)
  }

  /** Who it is and what it says. Nothing of it holds on to the line that was read. */
  said(number: number): { readonly row: RecordRow; readonly words: DemographicRecord } {
    const cells = this.#cells(number)
    return { row: rowOf(cells), words: wordsIn(cells) }
  }

  /** All but the words, which few ask for, and the line as it will be copied. */
  settled(number: number, model: number): { readonly row: RecordRow; readonly cells: Cells } {
    const cells = this.#cells(number)
    const row = rowOf(cells)
    row.patient_id = cells[5]!
    row.model = model
    row.seen_at = row.said_at = readCell(cells[6]!)
    row.keys = hashesIn(cells[0]!)
    row.sure = hashesIn(cells[1]!)
    row.card = JSON.parse(readCell(cells[8]!)!) as RecordCard
    return { row, cells }
  }

  /** As it arrived. */
  arrival(number: number): IncomingRecord {
    const cells = this.#cells(number)
    const [facilityCode, localId] = [readCell(cells[3]!)!, readCell(cells[4]!)!]
    const { identifiers, ...card } = JSON.parse(readCell(cells[8]!)!) as RecordCard
    return {
      ...card,
      ...{ facilityCode, localId, citizenId: readCell(cells[2]!), seenAt: readCell(cells[6]!) },
      ...{ insuranceNumbers: [], identifiers, words: wordsIn(cells) },
    }
  }

  #cells(number: number): Cells {
    const [from, to] = [this.#offsets[number]!, this.#offsets[number + 1]!]
    const bytes = Buffer.allocUnsafe(to - from - 1)
    readSync(this.#file, bytes, 0, bytes.length, from)
    return bytes.toString('utf8').split('\t')
  }
}

export const wordsIn = (cells: Cells): DemographicRecord =>
  JSON.parse(readCell(cells[7]!)!) as DemographicRecord

/** The row as COPY takes it: what was spooled, and its person. */
export const copiedRow = (row: RecordRow, cells: Cells, at: string): string => {
  const [keys, sure, , facility, local, patient, seen, words, card] = cells
  const linked = [row.person_shard, row.person_id, row.linked_at, row.linked_by]
  return [
    ...[row.shard, row.record, facility, local, patient, row.version, row.state, row.model, seen, seen, at],
    ...[...linked, keys, sure, words, card],
  ].join('\t')
}

const noWords = {} as DemographicRecord
const noCard = { identifiers: [] as RecordCard['identifiers'] } as RecordCard

/** A new row that says nothing yet. One plain literal: put together from pieces it takes twenty times as long. */
function rowOf(cells: Cells): { -readonly [K in keyof RecordRow]: RecordRow[K] } {
  const patient = cells[5]!
  return {
    shard: shardOf(patient),
    record: recordOf(patient),
    facility: whole(cells[3]!),
    local_id: whole(cells[4]!),
    patient_id: '',
    version: 1,
    state: 'active',
    model: 0,
    seen_at: null,
    said_at: null,
    admitted_at: '',
    person_shard: 0,
    person_id: '',
    linked_at: '',
    linked_by: 'computed',
    keys: [],
    sure: [],
    words: noWords,
    card: noCard,
  }
}

/** A text of its own: a piece of a longer one keeps all of it in memory. */
const whole = (cell: string): string => Buffer.from(readCell(cell)!).toString()
