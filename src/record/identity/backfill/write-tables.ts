import { join } from 'node:path'
import type { Tx } from '#foundation/db'
import { holdersOf } from '../links/claim-identifiers.ts'
import { readNumbers } from './append-files.ts'
import { copyInto, gatherIndexEntries } from './backfill.queries.ts'
import { copyLine, readLine } from './copy-text.ts'
import { keyParts } from './order-records.ts'
import { holdersIn, sortedFile } from './pair-records.ts'
import { eachHash, hashOf } from './sort-hashes.ts'
import { rowsOfTable } from './table-files.ts'

export interface TablesToWrite {
  readonly ordered: string
  readonly paired: string
  readonly tables: string
  readonly isLeftOut: (record: number) => boolean
  readonly holdersPerKey: number
  readonly now: Date
  onRows(rows: number): void
}

const settledTables = ['record', 'person', 'edge', 'held', 'event', 'event_also', 'review_item'] as const

/** Everything in the caller's transaction, each table in the order of its key. Says how many rows each has got. */
export async function writeTables(tx: Tx, load: TablesToWrite): Promise<Readonly<Record<string, number>>> {
  await gatherIndexEntries(tx)
  const records = recordsIn(load.ordered)
  const rows: Record<string, number> = {}
  const copy = async (table: keyof typeof copyInto, lines: Iterable<readonly string[]>) => {
    rows[table] = await tx.copyFrom(copyInto[table], texts(lines, load.onRows))
  }
  for (const table of settledTables) await copy(table, rowsOfTable(load.tables, table, records.length))
  await copy('identifier', identifierLines(load.tables, records.length))
  const crowds: string[] = []
  await copy('key', keyLines(load, records, crowds))
  await copy('crowd', [crowds])
  return rows
}

/** What each record's number in the tables is. */
export const recordsIn = (ordered: string): BigInt64Array =>
  new BigInt64Array(readNumbers(join(ordered, 'records.bin')).buffer)

const linesAtOnce = 500

async function* texts(lots: Iterable<readonly string[]>, onRows: (rows: number) => void) {
  for (const lines of lots)
    for (let at = 0; at < lines.length; at += linesAtOnce) {
      const some = lines.slice(at, at + linesAtOnce)
      yield `${some.join('\n')}\n`
      onRows(some.length)
    }
}

type Claims = Parameters<typeof holdersOf>[0]

/** Who holds each number: all who mention one lie in one file. */
function* identifierLines(folder: string, records: number): Generator<string[]> {
  for (const lines of rowsOfTable(folder, 'claim', records)) {
    const claims = lines.map((line) => JSON.parse(readLine(line)[0]!) as Claims[number])
    yield holdersOf(claims, []).map((row) =>
      copyLine([
        ...[row.shard, row.kind, row.value, row.person_shard, row.person_id, row.is_exclusive, row.mentions],
        ...[row.level, row.status, row.first_at, row.last_at, row.first_key, row.replaced_by],
      ]),
    )
  }
}

/** Keys in their order; those of too many go to `crowds` instead. */
function* keyLines(load: TablesToWrite, records: BigInt64Array, crowds: string[]): Generator<string[]> {
  const at = load.now.toISOString()
  for (let part = 0; part < keyParts; part += 1) {
    const lines: string[] = []
    const rows = readNumbers(join(load.paired, sortedFile(part)))
    eachHash(rows, (from, to) => {
      const holders = holdersIn(rows, from, to).filter((number) => !load.isLeftOut(number))
      if (holders.length === 0) return
      const hash = hashOf(rows[from]!, rows[from + 1]!)
      if (holders.length > load.holdersPerKey)
        crowds.push(copyLine([hash, holders.length, records[holders[0]!]!.toString(), at]))
      else for (const number of holders) lines.push(`${hash}\t${records[number]!}`)
    })
    yield lines
  }
}
