import { type Property, propertiesOf, typeDef } from '#vocabulary/definitions'
import { guessedType, isObject, isTextType, type Json, Node, type Nodes, nothing } from './value.ts'

/** A JSON property that an element name can mean: `value` may be `valueQuantity` or `valueString`. */
interface Child {
  readonly json: string
  readonly sibling: string
  readonly type: string
  readonly isPrimitive: boolean
  /** Its values say themselves which type they are. */
  readonly isResource: boolean
}

const tables = new Map<string, ReadonlyMap<string, readonly Child[]>>()
const none: readonly Child[] = []
const extensionOf = (sibling: unknown): unknown => (isObject(sibling) ? sibling.extension : undefined)

/** By element name and by JSON name: `value` and `valueQuantity` both lead to the Quantity. */
function tableOf(type: string): ReadonlyMap<string, readonly Child[]> | undefined {
  const known = tables.get(type)
  if (known) return known
  if (!typeDef(type)) return undefined
  const table = new Map<string, Child[]>()
  for (const [name, property] of propertiesOf(type)) {
    const { element } = property
    // In JSON a choice that is a SimpleQuantity is called Quantity: `doseQuantity`.
    const json = element.isChoice ? name.replace(/(?:Simple|Money)Quantity$/, 'Quantity') : name
    const child = childOf(json, property)
    if (element.isChoice) table.set(element.name, [...(table.get(element.name) ?? []), child])
    table.set(json, [child])
  }
  tables.set(type, table)
  return table
}

function childOf(json: string, { type }: Property): Child {
  const def = typeDef(type)
  return {
    json,
    sibling: `_${json}`,
    type,
    isPrimitive: def?.kind === 'primitive',
    isResource: def?.kind === 'resource',
  }
}

/** Remembers what a name means in the last type it saw, which is nearly always the next one, too. */
class Site {
  readonly name: string
  type: string | undefined
  isKnown = false
  children: readonly Child[] = none
  /** The only child, when it is a primitive that is compared as a text. */
  text: Child | undefined

  constructor(name: string) {
    this.name = name
  }

  look(type: string): void {
    const table = tableOf(type)
    this.type = type
    this.isKnown = table !== undefined
    this.children = table?.get(this.name) ?? none
    const [child] = this.children
    this.text =
      this.children.length === 1 && child!.isPrimitive && isTextType(child!.type) ? child : undefined
  }
}

/** Reads the elements of one name. */
export function memberReader(name: string): (node: Node, into: Node[]) => void {
  const site = new Site(name)
  return (node, into) => {
    if (node.type !== site.type) site.look(node.type)
    const { value } = node
    if (typeof value !== 'object' || value === null) readOfPrimitive(node, name, into)
    else if (!site.isKnown) readUnknown(node, value as Json, name, into)
    else if (site.children.length > manyChoices) readPresent(node, value as Json, site.children, into)
    else for (let i = 0; i < site.children.length; i++) read(node, value as Json, site.children[i]!, into)
  }
}

/** Is there an element of the name? The same answer as reading it, without making the values. */
export function memberProbe(name: string): (node: Node) => boolean {
  const site = new Site(name)
  const read = memberReader(name)
  return (node) => {
    if (node.type !== site.type) site.look(node.type)
    const { value } = node
    if (typeof value === 'object' && value !== null && site.children.length === 1) {
      const found = (value as Json)[site.children[0]!.json]
      if (typeof found === 'string' || typeof found === 'boolean' || typeof found === 'number') return true
      if (found === undefined && (value as Json)[site.children[0]!.sibling] === undefined) return false
    }
    const into: Node[] = []
    read(node, into)
    return into.length > 0
  }
}

/** The text of an element that holds one and is compared as one; undefined when reading it properly must tell. */
export function memberText(name: string): (node: Node) => string | undefined {
  const site = new Site(name)
  return (node) => {
    if (node.type !== site.type) site.look(node.type)
    const { value } = node
    if (site.text === undefined || typeof value !== 'object' || value === null) return undefined
    const found = (value as Json)[site.text.json]
    return typeof found === 'string' ? found : undefined
  }
}

/** `Extension.value[x]` may be one of fifty: then it is shorter to look at what the JSON has. */
const manyChoices = 12

const present = new WeakMap<readonly Child[], ReadonlyMap<string, Child>>()

function readPresent(node: Node, object: Json, children: readonly Child[], into: Node[]): void {
  let byKey = present.get(children)
  if (!byKey) {
    byKey = new Map(
      children.flatMap((child) => [[child.json, child] as const, [child.sibling, child] as const]),
    )
    present.set(children, byKey)
  }
  let last: Child | undefined
  for (const key in object) {
    const child = byKey.get(key)
    if (child && child !== last) read(node, object, child, into)
    last = child ?? last
  }
}

function read(node: Node, object: Json, child: Child, into: Node[]): void {
  const { json } = child
  const found = object[json]
  if (child.isPrimitive) {
    readPrimitive(node, json, child.type, found, object[child.sibling], into)
  } else if (Array.isArray(found)) {
    for (let i = 0; i < found.length; i++) {
      const item: unknown = found[i]
      if (item === null || item === undefined) continue
      into.push(new Node(item, typeOfItem(child, item), undefined, node, json, i, undefined))
    }
  } else if (found !== undefined && found !== null) {
    into.push(new Node(found, typeOfItem(child, found), undefined, node, json, -1, undefined))
  }
}

const typeOfItem = (child: Child, item: unknown): string =>
  child.isResource ? guessedType(item) || child.type : child.type

function readPrimitive(
  node: Node,
  json: string,
  type: string,
  found: unknown,
  sibling: unknown,
  into: Node[],
): void {
  if (!Array.isArray(found) && !Array.isArray(sibling)) {
    if (found === null && !sibling) return
    if (found !== undefined || sibling !== undefined) {
      into.push(new Node(found ?? undefined, type, sibling, node, json, -1, undefined))
    }
    return
  }
  const values: readonly unknown[] = Array.isArray(found) ? found : []
  const siblings: readonly unknown[] = Array.isArray(sibling) ? sibling : []
  const length = Math.max(values.length, siblings.length)
  for (let i = 0; i < length; i++) {
    const value = values[i] ?? undefined
    const beside = siblings[i] ?? undefined
    if (value !== undefined || beside !== undefined) {
      into.push(new Node(value, type, beside, node, json, i, undefined))
    }
  }
}

/** Primitives have an id and extensions, which JSON keeps under `_name`. */
function readOfPrimitive(node: Node, name: string, into: Node[]): void {
  const { sibling } = node
  if (!isObject(sibling)) return
  if (name === 'extension') {
    const list = extensionOf(sibling)
    if (!Array.isArray(list)) return
    for (let i = 0; i < list.length; i++) {
      if (isObject(list[i])) into.push(new Node(list[i], 'Extension', undefined, node, name, i, undefined))
    }
  } else if (name === 'id' && typeof sibling.id === 'string') {
    into.push(new Node(sibling.id, 'string', undefined, node, name, -1, undefined))
  }
}

function readUnknown(node: Node, object: Json, name: string, into: Node[]): void {
  if (!Object.hasOwn(object, name)) return
  const found = object[name]
  const push = (item: unknown, index: number) => {
    if (item === null || item === undefined) return
    into.push(new Node(item, guessedType(item), undefined, node, name, index, undefined))
  }
  if (Array.isArray(found)) found.forEach(push)
  else push(found, -1)
}

/** All child elements, in the order of the JSON. */
export function childrenOf(node: Node, into: Node[]): void {
  const { value } = node
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    readOfPrimitive(node, 'id', into)
    readOfPrimitive(node, 'extension', into)
    return
  }
  if (node.type === 'System.Quantity') return
  const object = value as Json
  const table = tableOf(node.type)
  for (const key in object) {
    if (key === 'resourceType' && isResource(node)) continue
    if (key.charCodeAt(0) === 95) {
      // `_name` stands alone when the primitive has no value.
      const name = key.slice(1)
      if (Object.hasOwn(object, name)) continue
      const child = table?.get(name)?.[0]
      if (child?.isPrimitive && child.json === name) read(node, object, child, into)
      continue
    }
    const child = table?.get(key)?.[0]
    if (child?.json === key) read(node, object, child, into)
    else if (!table) readUnknown(node, object, key, into)
  }
}

/** The resource that a value stands in; itself when it is one. */
export function resourceAround(node: Node): Node | undefined {
  for (let at: Node | undefined = node; at; at = at.parent) if (isResource(at)) return at
  return undefined
}

/** The resource around that is not contained. */
export function rootResourceAround(node: Node): Node | undefined {
  const resource = resourceAround(node)
  return resource?.name === 'contained' && resource.parent ? resourceAround(resource.parent) : resource
}

/** Not everything that has a resourceType is one: ExampleScenario.instance has an element of that name. */
const isResource = ({ type, value }: Node): boolean =>
  isObject(value) && typeof value.resourceType === 'string' && (value.resourceType === type || type === '')

/** The extensions of a value with this URL. */
export function extensionsOf(node: Node, url: string): Nodes {
  const list = isObject(node.value) ? node.value.extension : extensionOf(node.sibling)
  if (!Array.isArray(list)) return nothing
  const found: Node[] = []
  for (let i = 0; i < list.length; i++) {
    const item: unknown = list[i]
    if (isObject(item) && item.url === url) {
      found.push(new Node(item, 'Extension', undefined, node, 'extension', i, undefined))
    }
  }
  return found
}
