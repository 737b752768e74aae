import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLFieldConfigMap,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
} from 'graphql'
import { type Property, propertiesOf, typeDef } from '#vocabulary/definitions'
import { localReference } from '../local-references.ts'
import { graphqlProblems } from './graphql.problems.ts'
import { errorOf, type Json, type QueryContext } from './query-context.ts'
import { argumentValue, scalarOf } from './scalars.ts'

export type Fields = GraphQLFieldConfigMap<Json, QueryContext>
type Field = GraphQLFieldConfig<Json, QueryContext>

/**
 * Types of FHIR as types of GraphQL. Data types never name a resource type but by this interface, so that all schemas
 * share them, and a schema holds only the resource types that its query speaks of.
 */
export const resourceInterface: GraphQLInterfaceType = new GraphQLInterfaceType({
  name: 'Resource',
  fields: () => ({ resourceType: { type: GraphQLString }, ...elementFields('Resource') }),
  resolveType: ({ resourceType }: Json, { types }: QueryContext) =>
    typeof resourceType === 'string' && types.has(resourceType) ? resourceType : 'OtherResource',
})

/** A resource of a type that the query does not name. */
export const otherResource = new GraphQLObjectType({
  name: 'OtherResource',
  interfaces: [resourceInterface],
  fields: () => ({ resourceType: { type: GraphQLString }, ...elementFields('Resource') }),
})

const dataTypes = new Map<string, GraphQLObjectType>()

function dataType(name: string): GraphQLObjectType {
  let type = dataTypes.get(name)
  if (!type) {
    type = new GraphQLObjectType({
      name: graphqlName(name),
      fields: () => (name === 'Reference' ? { ...elementFields(name), resource } : elementFields(name)),
    })
    dataTypes.set(name, type)
  }
  return type
}

/** `Observation.component` is ObservationComponent. */
const graphqlName = (name: string) =>
  name
    .split('.')
    .map((part) => part[0]!.toUpperCase() + part.slice(1))
    .join('')

const outputType = (name: string): GraphQLOutputType => {
  const def = typeDef(name)
  if (!def || def.kind === 'primitive') return scalarOf(name)
  return def.kind === 'resource' ? resourceInterface : dataType(name)
}

/** One field for each JSON property of a type, and for a primitive the one with its id and extensions. */
export function elementFields(type: string): Fields {
  const fields: Fields = {}
  for (const [name, property] of propertiesOf(type)) {
    const isList = property.element.max > 1
    const isPrimitive = (typeDef(property.type)?.kind ?? 'primitive') === 'primitive'
    const output = outputType(property.type)
    fields[name] = isList
      ? listField(name, output, isPrimitive ? {} : filtersOf(property))
      : singleField(name, output, property.type === 'decimal')
    if (isPrimitive && property.type !== 'xhtml' && name !== 'id') {
      const element = dataType('Element')
      fields[`_${name}`] = isList
        ? listField(`_${name}`, element, {})
        : singleField(`_${name}`, element, false)
    }
  }
  return fields
}

const singleField = (name: string, type: GraphQLOutputType, isDecimal: boolean): Field => ({
  type,
  resolve(source, _args, context) {
    const value = source[name]
    if (value === undefined || value === null || !context.spend(1)) return null
    return isDecimal && typeof value === 'number' ? context.sent(source, name, value) : value
  },
})

const paging: GraphQLFieldConfigArgumentMap = {
  _offset: { type: GraphQLInt },
  _count: { type: GraphQLInt },
}

/** FHIR R4, graphql 3.1.7.2: a list takes the items whose elements equal the arguments, then a part of them. */
const listField = (name: string, type: GraphQLOutputType, filters: GraphQLFieldConfigArgumentMap): Field => ({
  type: new GraphQLList(type),
  args: { ...filters, ...paging },
  resolve(source, { _offset, _count, ...wanted }, context) {
    const value = source[name]
    if (!Array.isArray(value)) return null
    const tests = Object.entries(wanted)
    const found =
      tests.length === 0
        ? value
        : value.filter((item: Json) => tests.every(([key, wish]) => String(item[key]) === wish))
    const from = Math.max(0, _offset ?? 0)
    const shown = found.slice(
      from,
      _count === undefined || _count === null ? undefined : from + Math.max(0, _count),
    )
    return context.spend(1 + shown.length) ? shown : null
  },
})

/** What items can be chosen by: simple elements that stand once. Choices (`value[x]`) would be many and tell little. */
function filtersOf({ type }: Property): GraphQLFieldConfigArgumentMap {
  const filters: GraphQLFieldConfigArgumentMap = {}
  if (typeDef(type)?.kind === 'resource') return filters
  for (const [name, { element, type: inner }] of propertiesOf(type))
    if (!element.isChoice && element.max === 1 && typeDef(inner)?.kind === 'primitive')
      filters[name] = { type: argumentValue }
  return filters
}

/** FHIR R4, graphql 3.1.7.4: from a reference to the resource. */
const resource: Field = {
  type: resourceInterface,
  args: { optional: { type: GraphQLBoolean }, type: { type: argumentValue } },
  async resolve(source, { optional, type }, context) {
    const { reference } = source
    if (typeof reference !== 'string' || !context.spend(1)) return null
    const found = await follow(source, reference, context)
    if (!found && !optional) throw errorOf(graphqlProblems.unresolved)
    return found && (type === undefined || type === null || found.resourceType === type) ? found : null
  },
}

async function follow(source: Json, reference: string, context: QueryContext): Promise<Json | null> {
  if (reference.startsWith('#')) return context.contained(source, reference.slice(1))
  const local = localReference(reference, context.caller.base)
  return local ? context.load(local) : null
}
