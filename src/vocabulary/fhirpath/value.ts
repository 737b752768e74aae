import { typeDef } from '#vocabulary/definitions'
import type { Value } from './path.types.ts'

/** What a value can be compared and calculated as. */
export type Kind =
  | 'boolean'
  | 'string'
  | 'number'
  | 'date'
  | 'dateTime'
  | 'time'
  | 'quantity'
  | 'complex'
  | 'none'

export type Json = Readonly<Record<string, unknown>>

/** The one class of values: always the same shape, so that property reads stay monomorphic. */
export class Node implements Value {
  readonly value: unknown
  readonly type: string
  readonly sibling: unknown
  readonly parent: Node | undefined
  readonly name: string
  readonly index: number
  readonly text: string | undefined

  constructor(
    value: unknown,
    type: string,
    sibling: unknown,
    parent: Node | undefined,
    name: string,
    index: number,
    text: string | undefined,
  ) {
    this.value = value
    this.type = type
    this.sibling = sibling
    this.parent = parent
    this.name = name
    this.index = index
    this.text = text
  }
}

export type Nodes = readonly Node[]

export interface SystemQuantity {
  readonly value: number
  /** A UCUM code, or the word of a calendar duration in the singular. */
  readonly unit: string
}

export const nothing: Nodes = []

const made = (value: unknown, type: string, text?: string) =>
  new Node(value, type, undefined, undefined, '', -1, text)

export const yes: Nodes = [made(true, 'System.Boolean')]
export const no: Nodes = [made(false, 'System.Boolean')]
export const booleanOf = (value: boolean | undefined): Nodes =>
  value === undefined ? nothing : value ? yes : no

export const aString = (value: string) => made(value, 'System.String')
export const anInteger = (value: number) => made(value, 'System.Integer')
export const aDecimal = (value: number, text?: string) => made(value, 'System.Decimal', text)
export const aDate = (value: string) => made(value, 'System.Date')
export const aDateTime = (value: string) => made(value, 'System.DateTime')
export const aTime = (value: string) => made(value, 'System.Time')
export const aQuantity = (value: number, unit: string, text?: string) =>
  made({ value, unit } satisfies SystemQuantity, 'System.Quantity', text)

/** JSON as a value. A resource knows its own type; `type` is for everything else. */
export function asValue(json: unknown, type?: string): Node {
  if (json instanceof Node) return json
  if (type !== undefined && typeDef(type)?.kind !== 'resource') return made(json, type)
  return made(json, guessedType(json) || (type ?? ''))
}

export const isObject = (json: unknown): json is Json =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

/** Of JSON that no definition describes. */
export function guessedType(json: unknown): string {
  switch (typeof json) {
    case 'boolean':
      return 'boolean'
    case 'string':
      return 'string'
    case 'number':
      return Number.isInteger(json) ? 'integer' : 'decimal'
    case 'object':
      return isObject(json) && typeof json.resourceType === 'string' && typeDef(json.resourceType)
        ? json.resourceType
        : ''
    default:
      return ''
  }
}

const kinds = new Map<string, Kind>([
  ['boolean', 'boolean'],
  ['integer', 'number'],
  ['positiveInt', 'number'],
  ['unsignedInt', 'number'],
  ['decimal', 'number'],
  ['date', 'date'],
  ['dateTime', 'dateTime'],
  ['instant', 'dateTime'],
  ['time', 'time'],
  ['System.Boolean', 'boolean'],
  ['System.String', 'string'],
  ['System.Integer', 'number'],
  ['System.Decimal', 'number'],
  ['System.Date', 'date'],
  ['System.DateTime', 'dateTime'],
  ['System.Time', 'time'],
  ['System.Quantity', 'quantity'],
])

function kindOfType(type: string): Kind {
  const known = kinds.get(type)
  if (known) return known
  const def = typeDef(type)
  let kind: Kind = 'complex'
  if (def?.kind === 'primitive') kind = 'string'
  else
    for (let at = def; at; at = at.base ? typeDef(at.base) : undefined)
      if (at.name === 'Quantity') kind = 'quantity'
  if (def) kinds.set(type, kind)
  return kind
}

/** Is JSON of this type compared as a text? */
export const isTextType = (type: string): boolean => kindOfType(type) === 'string'

const jsTypes: Record<Kind, string> = {
  boolean: 'boolean',
  string: 'string',
  number: 'number',
  date: 'string',
  dateTime: 'string',
  time: 'string',
  quantity: 'object',
  complex: 'object',
  none: 'undefined',
}

/** By its type, unless the JSON belies it: then it is what the JSON is. */
export function kindOf(node: Node): Kind {
  const { value } = node
  if (value === undefined) return 'none'
  const kind = kindOfType(node.type)
  const found = typeof value
  if (jsTypes[kind] === found) return kind
  return found === 'string' || found === 'number' || found === 'boolean' ? found : 'complex'
}

/** A value as plain JSON: quantities made by an expression as FHIR Quantities, dates and times as their text. */
export function jsonOf(value: Value): unknown {
  if (value.type !== 'System.Quantity') return value.value ?? null
  const { value: number, unit } = value.value as SystemQuantity
  return { value: number, unit, system: 'http://unitsofmeasure.org', code: unit }
}
