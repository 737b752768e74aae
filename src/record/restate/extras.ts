import type { FacilityMessage, TableId, TableRow } from '#vocabulary/bhyt'
import type { Extras, FieldExtra, RestatedTables, RowExtra, TableExtra } from './restate.types.ts'

type Rows = readonly TableRow[]

/** Exactly what restating misses or says otherwise: per table, row and field. */
export function extrasOf(message: FacilityMessage, restated: RestatedTables): Extras {
  const extras: [TableId, TableExtra][] = []
  for (const table of tableNames(message.tables, restated)) {
    const sent = message.tables[table]
    if (!sent) extras.push([table, null])
    else {
      const extra = tableExtra(sent, restated[table])
      if (extra) extras.push([table, extra])
    }
  }
  return Object.fromEntries(extras) as Extras
}

const tableNames = (a: object, b: object) =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].sort() as TableId[]

function tableExtra(sent: Rows, restated: Rows | undefined): TableExtra | undefined {
  if (!inOrder(sent) || (sent.length === 0 && restated === undefined) || (restated && !inOrder(restated)))
    return same(sent, restated) ? undefined : sent.map(({ row, values }) => ({ row, values: { ...values } }))
  const known = new Map((restated ?? []).map(({ row, values }) => [row, values]))
  const rows: [string, RowExtra][] = []
  for (const { row, values } of sent) {
    const extra = rowExtra(values, known.get(row) ?? {})
    if (extra.length || !known.has(row)) rows.push([String(row), Object.fromEntries(extra)])
    known.delete(row)
  }
  for (const row of known.keys()) rows.push([String(row), null])
  return rows.length ? Object.fromEntries(rows) : undefined
}

/** Rows are numbered upwards: then a number names its row. */
const inOrder = (rows: Rows) =>
  rows.every(({ row }, index) => Number.isSafeInteger(row) && row > (index ? rows[index - 1]!.row : -1))

const same = (a: Rows, b: Rows | undefined) => b !== undefined && JSON.stringify(a) === JSON.stringify(b)

type Values = Readonly<Record<string, string>>
const has = (values: Values, field: string) => Object.hasOwn(values, field)

function rowExtra(sent: Values, restated: Values): [string, FieldExtra][] {
  const fields: [string, FieldExtra][] = []
  let common = 0
  for (const field of Object.keys(sent)) {
    const value = sent[field]!
    if (restated[field] === value) common += 1
    else if (!has(restated, field)) fields.push([field, value])
    else {
      common += 1
      fields.push([field, fieldExtra(value, restated[field]!)])
    }
  }
  const names = Object.keys(restated)
  if (names.length > common) for (const field of names) if (!has(sent, field)) fields.push([field, null])
  return fields
}

/** Ways senders write what is restated otherwise throughout a text: lists with spaces, line ends as elements. */
const spellings: readonly (readonly [from: string, to: string])[] = [
  [';', '; '],
  [';', ' ; '],
  [';', ','],
  ['\n', '<br/>'],
  ['\n', ' <br/> '],
  ['\n', '<br>'],
  ['\n', '<br />'],
  ['\n', '<BR/>'],
]

function fieldExtra(sent: string, restated: string): FieldExtra {
  for (const [from, to] of spellings) if (spelt(restated, from, to) === sent) return [from, to]
  return sent
}

const spelt = (text: string, from: string, to: string) => text.split(from).join(to)

/** The message's tables again: what was restated, with the extras put in. */
export function withExtras(restated: RestatedTables, extras: Extras): RestatedTables {
  const tables: [TableId, Rows][] = []
  for (const table of tableNames(restated, extras)) {
    const rows = Object.hasOwn(extras, table) ? withTable(restated[table], extras[table]!) : restated[table]
    if (rows) tables.push([table, rows])
  }
  return Object.fromEntries(tables) as RestatedTables
}

function withTable(restated: Rows | undefined, extra: TableExtra): Rows | undefined {
  if (extra === null) return undefined
  if (isWhole(extra)) return extra
  const rows = new Map((restated ?? []).map((each) => [each.row, each]))
  for (const [number, changes] of Object.entries(extra)) {
    const row = Number(number)
    if (changes === null) rows.delete(row)
    else rows.set(row, { row, values: withRow(rows.get(row)?.values ?? {}, changes) })
  }
  return [...rows.values()].sort((a, b) => a.row - b.row)
}

const isWhole = (extra: TableExtra): extra is Rows => Array.isArray(extra)

function withRow(restated: Values, changes: NonNullable<RowExtra>): Values {
  const values = new Map(Object.entries(restated))
  for (const [field, change] of Object.entries(changes)) {
    if (change === null) values.delete(field)
    else if (typeof change === 'string') values.set(field, change)
    else values.set(field, spelt(values.get(field) ?? '', change[0], change[1]))
  }
  return Object.fromEntries(values)
}
