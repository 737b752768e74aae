import { pgArray, type Sql, sql, type Tx } from '#foundation/db'
import type { Place } from './place.ts'
import type { RowToWrite } from './row-to-write.ts'
import { sideColumns, sideTables } from './side-tables.queries.ts'
import { column, type Placed } from './write.queries.ts'

/**
 * How many of these stand already, or lie where the directory says. Counted: asked for the first one only, the planner
 * reads the whole table hoping to meet it soon.
 */
export const countKnown = async (
  tx: Tx,
  stored: readonly Place[],
  directed: readonly Place[],
): Promise<number> =>
  (
    await tx.one<{ n: number }>(sql`
      select ((
        select count(*) from store.resource r
        join unnest(${column(stored.map((p) => p.shard))}::int[], ${column(stored.map((p) => p.type))}::smallint[],
                    ${column(stored.map((p) => p.id))}::uuid[]) as k(shard, type, id)
          on r.shard = k.shard and r.type = k.type and r.id = k.id
      ) + (
        select count(*) from store.directory d
        join unnest(${column(directed.map((p) => p.shard))}::int[], ${column(directed.map((p) => p.type))}::smallint[],
                    ${pgArray(directed.map((p) => p.extId))}::text[]) as k(shard, type, ext_id)
          on d.shard = k.shard and d.type = k.type and d.ext_id = k.ext_id
      ))::int as n`)
  ).n

/** Writes down where ids lie that the directory does not know; answers how many those were. */
export const placeUnknown = (tx: Tx, rows: readonly Placed[]): Promise<number> =>
  tx.run(sql`
    insert into store.directory (shard, type, ext_id, target_shard)
    select * from unnest(${column(rows.map((r) => r.shard))}::int[], ${column(rows.map((r) => r.type))}::smallint[],
      ${pgArray(rows.map((r) => r.ext_id))}::text[], ${column(rows.map((r) => r.target_shard))}::int[])
      as g(shard, type, ext_id, target_shard)
    order by shard, type, ext_id
    on conflict (shard, type, ext_id) do nothing`)

/** New resources with all that is found of them, by COPY. */
export async function copyRows(
  tx: Tx,
  rows: readonly RowToWrite[],
  { at, txNumber }: { readonly at: string; readonly txNumber: string },
): Promise<void> {
  // As CSV with a quote and a delimiter that JSON cannot hold, a stored text needs no escapes on either side.
  await copy(
    tx,
    sql`copy store.resource (shard, type, id, ver, ext_id, patient, visit, dt, dt_hi, is_long, code, num, num_hi, last_updated, tx,
      present, tok, content) from stdin (format csv, quote e'\\x01', delimiter e'\\x02')`,
    rows,
    (row) => {
      const { shard, type, id, ver, extId, patient, visit, found, content } = row
      const { dt, dtHi, isLong, code, num, numHi, present, tok } = found
      return `${shard}\u0002${type}\u0002${id}\u0002${ver}\u0002${extId ?? ''}\u0002${patient ?? ''}\u0002${visit ?? ''}\u0002${dt ?? ''}\u0002${dtHi ?? ''}\u0002${isLong}\u0002${code ?? ''}\u0002${num ?? ''}\u0002${numHi ?? ''}\u0002${at}\u0002${txNumber}\u0002${present}\u0002${tok}\u0002${content}\n`
    },
  )
  for (const table of sideTables)
    await copy(tx, sql`copy store.${table.name} (${sideColumns(table)}) from stdin`, rows, (row) => {
      let lines = ''
      for (const value of table.valuesOf(row)) {
        lines += `${row.shard}\t${row.type}\t${row.id}\t${row.ver}`
        for (const { of } of table.columns) lines += `\t${escaped(String(value[of]))}`
        lines += '\n'
      }
      return lines
    })
}

const special = /[\\\n\r\t]/g
const signs: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
/** Text as COPY reads it (manual, COPY, text format). */
const escaped = (text: string): string => text.replace(special, (sign) => signs[sign]!)

/** Characters that are handed on at once: a large transaction is not held a second time as one text. */
const pieceLength = 1_000_000

async function copy(
  tx: Tx,
  statement: Sql,
  rows: readonly RowToWrite[],
  linesOf: (row: RowToWrite) => string,
): Promise<void> {
  const pieces = piecesOf(rows, linesOf)
  const first = pieces.next()
  if (!first.done) await tx.copyFrom(statement, startingWith(first.value, pieces))
}

function* piecesOf(
  rows: readonly RowToWrite[],
  linesOf: (row: RowToWrite) => string,
): Generator<string, void> {
  let piece = ''
  for (const row of rows) {
    piece += linesOf(row)
    if (piece.length < pieceLength) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

async function* startingWith(first: string, others: Iterable<string>): AsyncGenerator<string> {
  yield first
  yield* others
}
