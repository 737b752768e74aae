import {
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql'
import type { SearchPage } from '#gate/access'
import { paramOf, paramsOf } from '#vocabulary/search'
import type { Pair } from '../../read-pairs.ts'
import { isId } from '../../read-target.ts'
import { elementFields, type Fields, otherResource, resourceInterface } from './data-types.ts'
import { graphqlProblems } from './graphql.problems.ts'
import { errorOf, type Json, type QueryContext } from './query-context.ts'
import { argumentValue } from './scalars.ts'

/** What a query speaks of. */
export interface Named {
  /** Resource types. */
  readonly types: ReadonlySet<string>
  /** Those of them that it searches. */
  readonly searched: ReadonlySet<string>
}

const kept = new Map<string, GraphQLSchema>()
const mostKept = 16

/**
 * The schema of the resource types that a query names; `root`: the type of the instance it is asked of, null for the
 * whole system. All 148 types with their searches of one another would be tens of thousands of fields.
 */
export function schemaFor(named: Named, root: string | null): GraphQLSchema {
  const key = [root ?? '', [...named.types].sort(), [...named.searched].sort()].join(';')
  const schema = kept.get(key) ?? makeSchema(named, root)
  kept.delete(key)
  kept.set(key, schema)
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
  return schema
}

type Objects = ReadonlyMap<string, GraphQLObjectType>

function makeSchema({ types, searched }: Named, root: string | null): GraphQLSchema {
  const objects = new Map<string, GraphQLObjectType>()
  const listed = new Map<string, GraphQLObjectType>()
  for (const type of types) {
    const fields = () => ({
      resourceType: { type: GraphQLString },
      ...elementFields(type),
      ...searchesOf(listed, true),
    })
    const object = new GraphQLObjectType({ name: type, interfaces: [resourceInterface], fields })
    objects.set(type, object)
    if (searched.has(type)) listed.set(type, object)
  }
  const query = root === null ? queryType(objects, listed) : objects.get(root)!
  return new GraphQLSchema({ query, types: [...objects.values(), otherResource] })
}

/** FHIR R4, graphql 3.1.7.6: at system level one resource, a list, or a list with its paging. */
function queryType(objects: Objects, listed: Objects): GraphQLObjectType {
  const byId: Fields = {}
  for (const [name, type] of objects)
    byId[name] = {
      type,
      args: { id: { type: new GraphQLNonNull(argumentValue) } },
      resolve: (_source, { id }, context) => (isId(id) ? context.load({ type: name, id }) : null),
    }
  const nothing: Fields = { resourceType: { type: GraphQLString, resolve: () => null } }
  const fields = { ...byId, ...searchesOf(listed, false) }
  return new GraphQLObjectType({
    name: 'Query',
    fields: Object.keys(fields).length > 0 ? (fields as Fields) : nothing,
  })
}

type Search = GraphQLFieldConfig<Json, QueryContext>

/** `ObservationList` and `ObservationConnection` for each type; within a resource, of those that point to it by `_reference`. */
function searchesOf(objects: Objects, isWithin: boolean): Fields {
  const fields: Fields = {}
  for (const [name, type] of objects) {
    const args = argumentsOf(name, isWithin)
    const list: Search = {
      type: new GraphQLList(type),
      args: args.list,
      async resolve(source, given, context) {
        const page = await runSearch(name, isWithin ? source : null, given, context)
        return page ? page.matches.map((one) => context.open(one)) : null
      },
    }
    const connection: Search = {
      type: connectionOf(name, type),
      args: args.connection,
      resolve: (source, given, context) =>
        runSearch(name, isWithin ? source : null, given, context, [['_total', 'accurate']]),
    }
    fields[`${name}List`] = list
    fields[`${name}Connection`] = connection
  }
  return fields
}

const connections = new WeakMap<GraphQLObjectType, GraphQLObjectType>()

function connectionOf(name: string, resource: GraphQLObjectType): GraphQLObjectType {
  const known = connections.get(resource)
  if (known) return known
  const edge = new GraphQLObjectType<SearchPage['matches'][number], QueryContext>({
    name: `${name}Edge`,
    fields: {
      mode: { type: GraphQLString, resolve: () => 'match' },
      resource: { type: resource, resolve: (stored, _args, context) => context.open(stored) },
    },
  })
  const connection = new GraphQLObjectType<SearchPage, QueryContext>({
    name: `${name}Connection`,
    fields: {
      count: { type: GraphQLInt, resolve: ({ total }) => total },
      pagesize: { type: GraphQLInt, resolve: ({ matches }) => matches.length },
      edges: { type: new GraphQLList(edge), resolve: ({ matches }) => matches },
      previous: { type: GraphQLString },
      next: { type: GraphQLString },
    },
  })
  connections.set(resource, connection)
  return connection
}

/** Search parameters as arguments; GraphQL knows no `-` in a name. Several values must all hold, as when a URL repeats one. */
function argumentsOf(type: string, isWithin: boolean) {
  const values = { type: new GraphQLList(new GraphQLNonNull(argumentValue)) }
  const list: GraphQLFieldConfigArgumentMap = {}
  for (const code of codesOf(type).keys()) list[code] = values
  for (const name of ['_count', '_sort']) list[name] = { type: argumentValue }
  if (isWithin) list._reference = { type: new GraphQLNonNull(argumentValue) }
  return { list, connection: { ...list, _cursor: { type: argumentValue } } }
}

const codes = new Map<string, ReadonlyMap<string, string>>()

/** Search parameters of a type by the name they have here. */
function codesOf(type: string): ReadonlyMap<string, string> {
  let known = codes.get(type)
  if (!known) {
    known = new Map([...paramsOf(type)].map(({ code }) => [code.replaceAll('-', '_'), code]))
    codes.set(type, known)
  }
  return known
}

const defaultCount = 50

function runSearch(
  type: string,
  within: Json | null,
  { _count, _cursor, _reference, _sort, ...given }: Record<string, string | readonly string[] | null>,
  context: QueryContext,
  more: readonly Pair[] = [],
): Promise<SearchPage | null> {
  const pairs: Pair[] = [...more]
  if (within) {
    if (paramOf(type, String(_reference))?.type !== 'reference') throw errorOf(graphqlProblems.notAReference)
    pairs.push([String(_reference), `${within.resourceType}/${within.id}`])
  }
  for (const [name, values] of Object.entries(given))
    for (const value of values ?? []) pairs.push([codesOf(type).get(name)!, value])
  if (_sort) pairs.push(['_sort', String(_sort)])
  const count = String(_count ?? defaultCount)
  if (!/^\d{1,9}$/.test(count)) throw errorOf(graphqlProblems.oneValue)
  return context.search(type, pairs, Number(count), _cursor ? String(_cursor) : undefined)
}
