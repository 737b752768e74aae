import { type Norm, renames4210, type TableId, tableOf } from '#vocabulary/bhyt'

type Values = Readonly<Record<string, string>>

/** An element may be called this; what else a sender put into a row cannot be written back. */
const writable = /^[A-Za-z_][\w.-]*$/

/**
 * The fields of a row in the order of the annex, those without a value empty, then those the annex does not know by name.
 * The same row gives the same bytes whatever order its fields came in.
 */
export function orderedFields(table: TableId, norm: Norm, values: Values): [name: string, value: string][] {
  const rest = new Map(Object.entries(values))
  const fields = fieldNames(table, norm).map((name): [string, string] => {
    const value = norm === '4210' ? takeLegacy(table, name, rest) : take(name, rest)
    return [name, value]
  })
  const unknown = [...rest].filter(([name]) => writable.test(name)).sort(([a], [b]) => (a < b ? -1 : 1))
  return [...fields, ...unknown]
}

const fieldNames = (table: TableId, norm: Norm): string[] =>
  (tableOf(table, norm) ?? tableOf(table))?.fields.map(({ name }) => name) ?? []

function take(name: string, rest: Map<string, string>): string {
  const value = rest.get(name) ?? ''
  rest.delete(name)
  return value
}

/** Messages of QĐ 4210 are held under the names of QĐ 130: said in the old ones again, one for the two that are equal. */
function takeLegacy(table: TableId, name: string, rest: Map<string, string>): string {
  const names = renames4210(table)[name] ?? []
  const own = take(name, rest)
  const value = own || (names[0] ? take(names[0], rest) : '')
  for (const each of names) if (rest.get(each) === value) rest.delete(each)
  // MA_LOAI_KCB was one digit.
  return name === 'MA_LOAI_KCB' && /^0[1-9]$/.test(value) ? value.slice(1) : value
}
