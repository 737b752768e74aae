import type { FacilityMessage, TableId, TableRow } from '#vocabulary/bhyt'

/** Values of one row: absent and empty fields are both undefined. */
export type Values = Readonly<Record<string, string | undefined>>

export const rowsOf = (message: FacilityMessage, table: TableId): readonly TableRow[] =>
  message.tables[table] ?? []

/** A row with the key that names its resources. */
export interface KeyedRow {
  readonly row: number
  readonly values: Values
  readonly key: string
}

/** Everything in a row but its number: STT changes when a vendor sends the rows in another order. */
const content = (values: Values) =>
  Object.keys(values)
    .filter((field) => field !== 'STT')
    .sort()
    .map((field) => `${field}=${values[field]}`)
    .join('\n')

/**
 * Gives each row a key made of what it says (code, order time) and, among rows that say the same, a number. Equal rows
 * are numbered in the order of their whole content, so that a shuffled table keeps its keys.
 */
export function keyRows(rows: readonly TableRow[], nameOfRow: (values: Values) => string): KeyedRow[] {
  const same = new Map<string, { index: number; values: Values }[]>()
  const names = rows.map(({ values }, index) => {
    const name = nameOfRow(values)
    const others = same.get(name)
    if (others) others.push({ index, values })
    else same.set(name, [{ index, values }])
    return name
  })
  const numbers = new Array<number>(rows.length).fill(0)
  for (const group of same.values()) {
    if (group.length === 1) continue
    const sorted = group.map((each) => ({ index: each.index, content: content(each.values) }))
    sorted.sort((a, b) => (a.content < b.content ? -1 : a.content > b.content ? 1 : a.index - b.index))
    for (const [number, each] of sorted.entries()) numbers[each.index] = number
  }
  return rows.map(({ row, values }, index) => ({
    row,
    values,
    key: numbers[index] ? `${names[index]}#${numbers[index]}` : names[index]!,
  }))
}

/** `A; B;;C` → A, B, C (multi-value fields have no fixed spacing). */
export function listOf(text: string | undefined): string[] {
  if (!text) return []
  if (!text.includes(';')) return [text]
  const items: string[] = []
  for (const part of text.split(';')) {
    const item = part.trim()
    if (item) items.push(item)
  }
  return items
}

/** `;` lists that run in parallel keep their empty places. */
export const positionsOf = (text: string | undefined): string[] =>
  text ? text.split(';').map((part) => part.trim()) : []

/** The first of several names of one field that has a value: norms rename fields. */
export function first(values: Values, ...fields: readonly string[]): string | undefined {
  for (const field of fields) if (values[field] !== undefined) return values[field]
  return undefined
}

/** Some vendors put `<br/>` into free text. */
export const plainText = (text: string): string => text.replace(/\s*<br\s*\/?>\s*/gi, '\n')
