import { type ElementDef, jsonNameOf, typeDef } from '#vocabulary/definitions'

export type Members = Record<string, unknown>

/** An element of the resource and the place where it stands. */
export interface Element {
  /** R4 type: `HumanName`, `Patient.contact`, `string`; of a resource its own. */
  readonly type: string
  /** Undefined or null for a primitive that has only an extension. */
  readonly value: unknown
  /** Of primitives: id and extensions (`_name`), if any. */
  readonly extra: Members | null
  /** Null for the resource itself and for what was computed. */
  readonly place: Place | null
}

export interface Place {
  readonly parent: Element
  readonly members: Members
  readonly def: ElementDef
  /** Name in JSON: `deceasedBoolean`. */
  readonly key: string
  /** In a list; null when the element cannot repeat. */
  readonly index: number | null
}

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isPrimitive = (type: string): boolean => typeDef(type)?.kind === 'primitive'

/** Where an element's children are kept: for a primitive beside its value. */
export const membersOf = (element: Element): Members | null =>
  isPrimitive(element.type) ? element.extra : isObject(element.value) ? element.value : null

const isThere = (members: Members, key: string) =>
  Object.hasOwn(members, key) || Object.hasOwn(members, `_${key}`)

/** The name and type that a member has now; null when there is none. */
export function presentKey(members: Members, def: ElementDef): { key: string; type: string } | null {
  for (const { code } of def.types) {
    const key = jsonNameOf(def, code)
    if (isThere(members, key)) return { key, type: code }
  }
  return null
}

export const defOf = (type: string, name: string): ElementDef | undefined => typeDef(type)?.elements.get(name)

/** Children of a name, in order. */
export function childrenOf(parent: Element, name: string): Element[] {
  const members = membersOf(parent)
  const def = defOf(parent.type, name)
  const present = members && def && presentKey(members, def)
  if (!present) return []
  const { key, type } = present
  const value = members[key]
  const extra = members[`_${key}`]
  const at = (index: number | null, one: unknown, beside: unknown): Element => ({
    type: type === 'Resource' && isObject(one) ? String(one.resourceType) : type,
    value: one,
    extra: isObject(beside) ? beside : null,
    place: { parent, members, def, key, index },
  })
  if (!Array.isArray(value) && !Array.isArray(extra)) return [at(null, value, extra)]
  const values = Array.isArray(value) ? value : []
  const extras = Array.isArray(extra) ? extra : []
  return Array.from({ length: Math.max(values.length, extras.length) }, (_, i) => at(i, values[i], extras[i]))
}
