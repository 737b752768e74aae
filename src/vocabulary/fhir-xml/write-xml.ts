import { Digits, type ExactJson } from '#foundation/json'
import type { Property } from '#vocabulary/definitions'
import { escapeAttribute } from './escape.ts'
import type { Members } from './frame.ts'
import { isAttribute, isResourceType, kindOf, orderOf } from './kinds.ts'
import { narrativeXml } from './narrative.ts'
import { xmlNamespaces } from './xml.problems.ts'

const head = '<?xml version="1.0" encoding="UTF-8"?>'
const none = new Digits()

export interface XmlStyle {
  /** Each element on a line of its own, indented; a narrative stays as it is, where white space counts. */
  readonly pretty?: boolean
}

/**
 * A resource as XML, elements in the order of the specification. Given an `ExactJson`, numbers keep the sender's digits.
 * Members that R4 does not know have no place in XML and are left out; a resource type it does not know is a mistake.
 */
export function writeXml(
  json: ExactJson | { readonly resourceType: string },
  { pretty = false }: XmlStyle = {},
): string {
  const isExact = 'digits' in json && json.digits instanceof Digits
  const resource = (isExact ? (json as ExactJson).value : json) as Members
  if (!isResource(resource)) throw new TypeError('Only a resource of FHIR R4 can be written as XML')
  const digits = isExact ? (json as ExactJson).digits : none
  const text = writeResource(resource, digits, pretty ? '\n' : '', ` xmlns="${xmlNamespaces.fhir}"`)
  return pretty ? `${head}${text}\n` : head + text
}

/** What stands before an element: nothing, or a new line and its indentation; and before what is inside of it. */
const inner = (pad: string): string => (pad === '' ? '' : `${pad}  `)

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isResource = (value: unknown): value is Members & { resourceType: string } =>
  isObject(value) && typeof value.resourceType === 'string' && isResourceType(value.resourceType)

function writeResource(resource: Members, digits: Digits, pad: string, attributes = ''): string {
  const type = resource.resourceType as string
  return enclosed(`${type}${attributes}`, type, writeMembers(resource, type, true, digits, inner(pad)), pad)
}

/** `open` is the name with its attributes. */
const enclosed = (open: string, name: string, inside: string, pad: string): string =>
  inside === '' ? `${pad}<${open}/>` : `${pad}<${open}>${inside}${pad}</${name}>`

function writeMembers(
  members: Members,
  type: string,
  isResource: boolean,
  digits: Digits,
  pad: string,
): string {
  const order = orderOf(type)
  let out = ''
  for (const rank of ranksOf(members, order.rank)) {
    const name = order.names[rank]!
    if (isAttribute(type, isResource, name)) continue
    out += writeProperty(name, order.properties[rank]!, members, digits, pad)
  }
  return out
}

/** The members that are there, by their place in the schema. */
function ranksOf(members: Members, rank: ReadonlyMap<string, number>): number[] {
  const ranks: number[] = []
  let isSorted = true
  for (const key of Object.keys(members)) {
    const isExtra = key.charCodeAt(0) === 0x5f
    const name = isExtra ? key.slice(1) : key
    const at = rank.get(name)
    if (at === undefined || (isExtra && Object.hasOwn(members, name))) continue
    if (ranks.length > 0 && at < ranks.at(-1)!) isSorted = false
    ranks.push(at)
  }
  return isSorted ? ranks : ranks.sort((a, b) => a - b)
}

function writeProperty(
  name: string,
  property: Property,
  members: Members,
  digits: Digits,
  pad: string,
): string {
  const value = members[name]
  const kind = kindOf(property.type)
  if (kind === 'primitive') return writePrimitives(name, members, digits, pad)
  let out = ''
  for (const each of Array.isArray(value) ? value : [value]) {
    if (kind === 'xhtml') out += typeof each === 'string' ? pad + narrativeXml(each) : ''
    else if (kind === 'slot')
      out += isResource(each) ? enclosed(name, name, writeResource(each, digits, inner(pad)), pad) : ''
    else if (isObject(each)) out += writeComplex(name, property.type, each, digits, pad)
  }
  return out
}

function writeComplex(name: string, type: string, members: Members, digits: Digits, pad: string): string {
  const url = type === 'Extension' ? attribute('url', members.url) : ''
  const inside = writeMembers(members, type, false, digits, inner(pad))
  return enclosed(`${name}${attribute('id', members.id)}${url}`, name, inside, pad)
}

function writePrimitives(name: string, members: Members, digits: Digits, pad: string): string {
  const value = members[name]
  const extra = members[`_${name}`]
  if (!Array.isArray(value) && !Array.isArray(extra))
    return writePrimitive(name, textOf(members, name, digits), extra, digits, pad)
  const values = Array.isArray(value) ? value : []
  const extras = Array.isArray(extra) ? extra : []
  let out = ''
  for (let i = 0; i < Math.max(values.length, extras.length); i++)
    out += writePrimitive(name, textOf(values, i, digits), extras[i], digits, pad)
  return out
}

function textOf(holder: Members | unknown[], key: string | number, digits: Digits): string | undefined {
  const value = (holder as Members)[key]
  if (typeof value === 'number') return digits.textOf(holder, key, value)
  return typeof value === 'boolean' ? String(value) : typeof value === 'string' ? value : undefined
}

function writePrimitive(
  name: string,
  text: string | undefined,
  extra: unknown,
  digits: Digits,
  pad: string,
): string {
  const id = isObject(extra) ? attribute('id', extra.id) : ''
  const extensions: unknown[] = isObject(extra) && Array.isArray(extra.extension) ? extra.extension : []
  let inside = ''
  for (const each of extensions)
    if (isObject(each)) inside += writeComplex('extension', 'Extension', each, digits, inner(pad))
  if (text === undefined && id === '' && inside === '') return ''
  return enclosed(`${name}${id}${attribute('value', text)}`, name, inside, pad)
}

const attribute = (name: string, value: unknown): string =>
  typeof value === 'string' ? ` ${name}="${escapeAttribute(value)}"` : ''
