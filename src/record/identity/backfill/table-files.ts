import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Tables whose rows a settled chunk gives; claims become rows of `identifier` when all of a number are there. */
export type TableName =
  | 'record'
  | 'person'
  | 'edge'
  | 'held'
  | 'event'
  | 'event_also'
  | 'review_item'
  | 'claim'

/** Records whose rows lie in one file of each table: one fits into memory and is written in the order of its key. */
const recordsAFile = 40_000

/** How far a shard (16 bits) is shifted to give its file. */
const shiftFor = (records: number): number => {
  let shift = 16
  while (shift > 4 && (records / recordsAFile) * 2 ** shift > 2 ** 16) shift -= 1
  return shift
}

/** Every helper writes its own. */
export const tableFile = (table: TableName, shard: number, records: number, helper: number) =>
  `${table}-${shard >> shiftFor(records)}-${helper}.txt`

/**
 * The rows of a table by shard, file by file: in the order of the primary key an insert touches a page of each index once,
 * in random order each row touches another and writes it to the log again after each checkpoint.
 */
export function* rowsOfTable(folder: string, table: TableName, records: number): Generator<string[]> {
  const names = readdirSync(folder)
  for (let part = 0; part < 2 ** (16 - shiftFor(records)); part += 1) {
    const lines = names
      .filter((name) => name.startsWith(`${table}-${part}-`))
      .flatMap((name) => linesOf(join(folder, name)))
    const places = Float64Array.from(lines, (line, at) => Number.parseInt(line, 10) * 2 ** 32 + at).sort()
    yield [...places].map((place) => withoutShard(lines[place % 2 ** 32]!))
  }
}

/** A file of lines, each with its end; a file that is not there has none. */
export const linesOf = (path: string): string[] =>
  existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : []

const withoutShard = (line: string) => line.slice(line.indexOf('\t') + 1)
