import type { Digits } from '#foundation/json'
import type { Property } from '#vocabulary/definitions'
import type { Kind } from './kinds.ts'
import type { PrimitiveValue } from './primitive-value.ts'

export type Members = Record<string, unknown>

/** An element that is open. */
export interface Frame {
  readonly kind: Kind
  /** Of its members; of a slot: `Resource`. */
  readonly type: string
  readonly isResource: boolean
  /** Its name in `parent`; of a resource: its type. */
  readonly name: string
  readonly parent: Frame | null
  readonly property: Property | null
  /** How deep its JSON will stand. */
  readonly depth: number
  /** Members of a complex element; id and extensions of a primitive; of a slot the resource under `''`. */
  readonly members: Members
  value: PrimitiveValue | null
}

export const isMany = (property: Property | null): boolean => (property?.element.max ?? 1) > 1

/** `Bundle.entry[0].resource.name[1]` */
export function pathOf(frame: Frame): string {
  const { parent, name } = frame
  if (!parent) return name
  if (parent.kind === 'slot') return pathOf(parent)
  return `${pathOf(parent)}.${name}${isMany(frame.property) ? `[${countOf(parent, name)}]` : ''}`
}

/** How many of the name are there already. */
function countOf(parent: Frame, name: string): number {
  const list = parent.members[name]
  return Array.isArray(list) ? list.length : 0
}

export const isTaken = (parent: Frame, name: string): boolean =>
  Object.hasOwn(parent.members, name) || Object.hasOwn(parent.members, `_${name}`)

/** Puts a complex element where its parent wants it. */
export function putValue({ parent, name, property }: Frame, value: unknown): void {
  const members = parent!.members
  if (!isMany(property)) members[name] = value
  else if (Object.hasOwn(members, name)) (members[name] as unknown[]).push(value)
  else members[name] = [value]
}

/**
 * A primitive in JSON is two members: its value, and id and extensions under `_name` (FHIR R4 2.6.2). In lists both
 * are as long as each other, null where there is nothing; a list of nothing but nulls is left out when the parent closes.
 */
export function putPrimitive({ parent, name, property, value, members: extra }: Frame, digits: Digits): void {
  const members = parent!.members
  const hasExtra = Object.keys(extra).length > 0
  if (!isMany(property)) {
    if (value) members[name] = value.value
    if (value?.raw) digits.keep(members, name, value.raw)
    if (hasExtra) members[`_${name}`] = extra
    return
  }
  members[name] ??= []
  const values = members[name] as unknown[]
  if (value?.raw) digits.keep(values, values.length, value.raw)
  values.push(value ? value.value : null)
  const extras = members[`_${name}`] as unknown[] | undefined
  if (extras) extras.push(hasExtra ? extra : null)
  else if (hasExtra) members[`_${name}`] = [...new Array(values.length - 1).fill(null), extra]
}

/** Lists of primitives that turned out to have no value at all. */
export function dropEmptyLists(members: Members): void {
  for (const name of Object.keys(members)) {
    if (name.charCodeAt(0) !== 0x5f) continue
    const values = members[name.slice(1)]
    if (Array.isArray(values) && values.every((each) => each === null)) delete members[name.slice(1)]
  }
}
