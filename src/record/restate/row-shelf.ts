import type { TableId, TableRow } from '#vocabulary/bhyt'
import type { RestatedTables, RowValues } from './restate.types.ts'

/** Collects rows by table: at their source row when it is known, else after the others in the order they come. */
export class RowShelf {
  private readonly tables = new Map<TableId, Map<number, RowValues>>()
  private readonly unplaced = new Map<TableId, RowValues[]>()

  /** The row to be said; the same row asked for again is the same object. */
  row(table: TableId, row: number | null): RowValues {
    if (row === null) {
      const values: RowValues = {}
      const list = this.unplaced.get(table)
      if (list) list.push(values)
      else this.unplaced.set(table, [values])
      return values
    }
    let rows = this.tables.get(table)
    if (!rows) {
      rows = new Map()
      this.tables.set(table, rows)
    }
    let values = rows.get(row)
    if (!values) {
      values = {}
      rows.set(row, values)
    }
    return values
  }

  /** Every row, in order, with what each row of its table says: key, number, facility. Rows that say nothing fall away. */
  finish(common: (table: TableId, row: number, values: RowValues) => void): RestatedTables {
    const tables: Partial<Record<TableId, TableRow[]>> = {}
    for (const table of new Set([...this.tables.keys(), ...this.unplaced.keys()])) {
      const placed = [...(this.tables.get(table) ?? [])].sort(([a], [b]) => a - b)
      let last = placed.at(-1)?.[0] ?? 0
      for (const values of this.unplaced.get(table) ?? []) placed.push([++last, values])
      const rows: TableRow[] = []
      for (const [row, values] of placed) {
        common(table, row, values)
        const said = withoutEmpty(values)
        if (said) rows.push({ row, values: said })
      }
      if (rows.length) tables[table] = rows
    }
    return tables
  }
}

/** Puts what is said into a row; what is not said leaves the row as it was. */
export function fill(values: RowValues, ...parts: readonly RowValues[]): void {
  for (const said of parts)
    for (const name in said) {
      const value = said[name]
      if (value) values[name] = value
    }
}

/** The row itself when every field of it says something, which is the rule. */
function withoutEmpty(values: RowValues): Record<string, string> | undefined {
  let any = false
  for (const name in values) {
    if (!values[name]) return saidOnly(values)
    any = true
  }
  return any ? (values as Record<string, string>) : undefined
}

function saidOnly(values: RowValues): Record<string, string> | undefined {
  const said: RowValues = {}
  fill(said, values)
  return withoutEmpty(said)
}
