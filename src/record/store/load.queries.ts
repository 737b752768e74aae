import { pgArray, type Sql, sql, type Tx } from '#foundation/db'
import type { Place } from './place.ts'
import type { RowToWrite } from './row-to-write.ts'
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

export interface Entry {
  readonly at: string
  readonly txNumber: string
  readonly origin: string
}

/** New resources with all that is found of them, by COPY, and their line in the ledger. */
export async function copyRows(tx: Tx, rows: readonly RowToWrite[], entry: Entry): Promise<void> {
  const { at, txNumber, origin } = entry
  // As CSV with a quote and a delimiter that JSON cannot hold, a stored text needs no escapes on either side.
  await copy(
    tx,
    sql`copy store.resource (shard, type, id, ver, ext_id, patient, dt, dt_hi, code, last_updated, tx, present, tok, content)
      from stdin (format csv, quote e'\\x01', delimiter e'\\x02')`,
    rows.map(
      (r) =>
        `${r.shard}\u0002${r.type}\u0002${r.id}\u0002${r.ver}\u0002${r.extId ?? ''}\u0002${r.patient ?? ''}\u0002${r.dt ?? ''}\u0002${r.dtHi ?? ''}\u0002${r.code ?? ''}\u0002${at}\u0002${txNumber}\u0002${r.present}\u0002${r.tok}\u0002${r.content}\n`,
    ),
  )
  await copy(
    tx,
    sql`copy store.num (shard, type, id, ver, param, code, lo, hi) from stdin`,
    rows.flatMap((r) => r.numbers.map((n) => `${keyOf(r)}\t${n.param}\t${n.code}\t${n.lo}\t${n.hi}\n`)),
  )
  await copy(
    tx,
    sql`copy store.dts (shard, type, id, ver, param, lo, hi) from stdin`,
    rows.flatMap((r) => r.dates.map((d) => `${keyOf(r)}\t${d.param}\t${d.lo}\t${d.hi}\n`)),
  )
  await copy(
    tx,
    sql`copy store.str (shard, type, id, ver, param, text) from stdin`,
    rows.flatMap((r) => r.strings.map((s) => `${keyOf(r)}\t${s.param}\t${escaped(s.text)}\n`)),
  )
  const types = [...new Set(rows.map((row) => row.type))].sort((a, b) => a - b)
  await tx.run(sql`
    insert into store.tx_log (shard, tx, at, origin, written, types)
    values (0, ${txNumber}::bigint, ${at}::timestamptz, ${origin}, ${rows.length}, ${types}::smallint[])`)
}

const keyOf = (row: RowToWrite) => `${row.shard}\t${row.type}\t${row.id}\t${row.ver}`

const special = /[\\\n\r\t]/g
const signs: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
/** Text as COPY reads it (manual, COPY, text format). */
const escaped = (text: string): string => text.replace(special, (sign) => signs[sign]!)

async function copy(tx: Tx, statement: Sql, lines: readonly string[]): Promise<void> {
  if (lines.length > 0) await tx.copyFrom(statement, whole(lines.join('')))
}

async function* whole(text: string): AsyncGenerator<string> {
  yield text
}
