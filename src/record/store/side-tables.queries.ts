import { pgArray, type Sql, sql } from '#foundation/db'
import type { RowToWrite } from './row-to-write.ts'

interface SideColumn {
  readonly name: Sql
  readonly type: Sql
  readonly of: string
  /** Is a row found again by it? */
  readonly isKey: boolean
}

/** A narrow table beside the resource: each of its rows says one value and whose it is (shard, type, id, ver). */
interface SideTable {
  readonly name: Sql
  readonly columns: readonly SideColumn[]
  readonly valuesOf: (row: RowToWrite) => readonly Readonly<Record<string, string | number>>[]
}

const param = { name: sql`param`, type: sql`smallint`, of: 'param', isKey: true }

/** What hashes cannot do: numbers, dates, texts. */
export const sideTables: readonly SideTable[] = [
  {
    name: sql`num`,
    columns: [
      param,
      { name: sql`code`, type: sql`bigint`, of: 'code', isKey: true },
      { name: sql`lo`, type: sql`float8`, of: 'lo', isKey: true },
      { name: sql`hi`, type: sql`float8`, of: 'hi', isKey: false },
    ],
    valuesOf: (row) => row.found.numbers,
  },
  {
    name: sql`dts`,
    columns: [
      param,
      { name: sql`lo`, type: sql`timestamptz`, of: 'lo', isKey: true },
      { name: sql`hi`, type: sql`timestamptz`, of: 'hi', isKey: false },
    ],
    valuesOf: (row) => row.found.dates,
  },
  {
    name: sql`str`,
    columns: [param, { name: sql`text`, type: sql`text`, of: 'text', isKey: true }],
    valuesOf: (row) => row.found.strings,
  },
]

/** Names of all columns, the key first. */
export const sideColumns = ({ columns }: SideTable): Sql =>
  sql.join([sql`shard, type, id, ver`, ...columns.map(({ name }) => name)])

/** Writes what these rows have in the side tables: parts of a `with`, none for a table they have nothing in. */
export const insertSides = (rows: readonly RowToWrite[], condition: Sql): Sql[] =>
  ofEach(
    rows,
    (table, values) => sql`${table.name} as (
      insert into store.${table.name} (${sideColumns(table)}) select * from ${values} ${condition})`,
  )

/** Takes away what former versions had; it is not found any more (its `ver` is old), this only gives the room back. */
export const deleteSides = (former: readonly RowToWrite[]): Sql[] =>
  ofEach(former, (table, values) => {
    const same = table.columns.filter(({ isKey }) => isKey).map(({ name }) => sql`s.${name} = o.${name}`)
    return sql`former_${table.name} as (
      delete from store.${table.name} s using ${values} as o(${sideColumns(table)})
      where s.type = o.type and s.id = o.id and s.ver <= o.ver and ${sql.join(same, sql` and `)})`
  })

function ofEach(rows: readonly RowToWrite[], part: (table: SideTable, values: Sql) => Sql): Sql[] {
  return sideTables.flatMap((table) => {
    const values = rows.flatMap((row) => table.valuesOf(row).map((value) => ({ row, value })))
    if (values.length === 0) return []
    const columns = table.columns.map(
      ({ of, type }) => sql`${pgArray(values.map(({ value }) => String(value[of])))}::${type}[]`,
    )
    return [
      part(
        table,
        sql`unnest(${pgArray(values.map(({ row }) => String(row.shard)))}::int[],
          ${pgArray(values.map(({ row }) => String(row.type)))}::smallint[],
          ${pgArray(values.map(({ row }) => row.id))}::uuid[],
          ${pgArray(values.map(({ row }) => String(row.ver)))}::int[], ${sql.join(columns)})`,
      ),
    ]
  })
}
