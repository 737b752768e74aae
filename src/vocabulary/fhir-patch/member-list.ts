import type { Digits } from '#foundation/json'
import { isObject, type Members } from './element.ts'

/** One element of a list: its value and, of a primitive, what stands beside it in `_name`. */
export interface ListItem {
  readonly value: unknown
  readonly extra: unknown
  readonly text: string | null
}

const listOf = (members: Members, key: string): unknown[] => {
  const list = members[key]
  return Array.isArray(list) ? list : []
}

export const lengthOf = (members: Members, key: string): number =>
  Math.max(listOf(members, key).length, listOf(members, `_${key}`).length)

/** Both lists of a primitive change together: value and extension of one element keep the same index (FHIR R4 2.6.2). */
export function insertAt(members: Members, key: string, index: number, item: ListItem, digits: Digits): void {
  const length = lengthOf(members, key)
  const at = Math.min(index, length)
  const values = padded(listOf(members, key), length)
  values.splice(at, 0, item.value ?? null)
  digits.spliced(values, at, 0, 1)
  if (item.text !== null) digits.keep(values, at, item.text)
  const extras = listOf(members, `_${key}`)
  if (extras.length > 0 || isObject(item.extra)) {
    padded(extras, length).splice(at, 0, isObject(item.extra) ? item.extra : null)
    digits.spliced(extras, at, 0, 1)
  }
  keepLists(members, key, values, extras)
}

export function removeAt(members: Members, key: string, at: number, digits: Digits): ListItem {
  const values = listOf(members, key)
  const extras = listOf(members, `_${key}`)
  const value = values[at]
  const text = typeof value === 'number' ? digits.textOf(values, at, value) : null
  const item = { value, extra: extras[at], text }
  values.splice(at, 1)
  digits.spliced(values, at, 1, 0)
  extras.splice(at, 1)
  keepLists(members, key, values, extras)
  return item
}

export function replaceAt(members: Members, key: string, at: number, item: ListItem, digits: Digits): void {
  removeAt(members, key, at, digits)
  insertAt(members, key, at, item, digits)
}

/** A list of nothing is no member at all. */
export function keepLists(members: Members, key: string, values: unknown[], extras: unknown[]): void {
  const isSomething = (each: unknown) => each !== null && each !== undefined
  if (values.some(isSomething)) members[key] = values
  else delete members[key]
  if (extras.some(isSomething)) members[`_${key}`] = extras
  else delete members[`_${key}`]
}

function padded(list: unknown[], length: number): unknown[] {
  while (list.length < length) list.push(null)
  return list
}
