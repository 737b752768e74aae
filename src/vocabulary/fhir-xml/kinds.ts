import { type Property, propertiesOf, typeDef } from '#vocabulary/definitions'

export const isResourceType = (name: string): boolean => {
  const def = typeDef(name)
  return def?.kind === 'resource' && !def.isAbstract
}

/** What stands inside an element of a type: attributes of a primitive, members, one resource, or a narrative. */
export type Kind = 'primitive' | 'complex' | 'slot' | 'xhtml'

const kinds = new Map<string, Kind>()

export function kindOf(type: string): Kind {
  const known = kinds.get(type)
  if (known) return known
  const kind = typeDef(type)?.kind
  const made: Kind =
    type === 'xhtml' ? 'xhtml' : kind === 'primitive' ? 'primitive' : kind === 'resource' ? 'slot' : 'complex'
  kinds.set(type, made)
  return made
}

/** `Element.id` and `Extension.url` are attributes (FHIR R4 2.6.1); the id of a resource is an element. */
export const isAttribute = (type: string, isResource: boolean, name: string): boolean =>
  !isResource && (name === 'id' || (name === 'url' && type === 'Extension'))

/** Names of a type's members in the order of the schema. */
export interface Order {
  readonly names: readonly string[]
  readonly properties: readonly Property[]
  readonly rank: ReadonlyMap<string, number>
}

const orders = new Map<string, Order>()

export function orderOf(type: string): Order {
  const known = orders.get(type)
  if (known) return known
  const table = propertiesOf(type)
  const names = [...table.keys()]
  const order: Order = {
    names,
    properties: [...table.values()],
    rank: new Map(names.map((name, rank) => [name, rank])),
  }
  orders.set(type, order)
  return order
}
