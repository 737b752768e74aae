import { type DocumentNode, execute, GraphQLError, Kind, OperationTypeNode, parse, validate } from 'graphql'
import { fail, ok, type Result } from '#foundation/result'
import type { ResourceVersion } from '#gate/access'
import type { Caller } from '../../call.types.ts'
import type { FhirProblem } from '../../fhir-problem.ts'
import { isResourceType } from '../local-references.ts'
import { isAffordable } from './check-cost.ts'
import { graphqlProblems } from './graphql.problems.ts'
import { errorOf, QueryContext } from './query-context.ts'
import type { GraphqlRequest } from './read-request.ts'
import { writeResult } from './scalars.ts'
import { schemaFor } from './schema.ts'

/** An answer as graphql.org has it: `data`, `errors`, or both. 400 when the query was not carried out at all. */
export interface GraphqlAnswer {
  readonly status: 200 | 400
  readonly json: string
}

const mostTypes = 30
const mostSearched = 8
const mostTokens = 4_000

export async function runGraphql(
  caller: Caller,
  { query, variables, operationName }: GraphqlRequest,
  instance: ResourceVersion | null,
): Promise<Result<GraphqlAnswer, FhirProblem>> {
  const named = namedIn(query)
  if (instance) named.types.add(instance.type)
  if (named.types.size > mostTypes || named.searched.size > mostSearched)
    return refused(errorOf(graphqlProblems.tooManyTypes))
  const document = parsed(query)
  if (document instanceof GraphQLError) return refused(document)
  if (!isReadOnly(document)) return refused(errorOf(graphqlProblems.readOnly))
  if (!isAffordable(document)) return refused(errorOf(graphqlProblems.tooComplex))
  const schema = schemaFor(named, instance?.type ?? null)
  const faults = validate(schema, document, undefined, { maxErrors: 20 })
  if (faults.length > 0) return refused(...faults)

  const context = new QueryContext(caller, named.types)
  const done = await execute({
    schema,
    document,
    contextValue: context,
    variableValues: variables,
    operationName,
    rootValue: instance ? context.open(instance) : {},
  })
  if (context.refusal) return fail(context.refusal)
  // A lost database is no error of the query: the edge answers 500 and wakes somebody.
  for (const { originalError } of done.errors ?? [])
    if (originalError && !(originalError instanceof GraphQLError)) throw originalError
  return ok({ status: done.data === undefined ? 400 : 200, json: writeResult({ ...done }) })
}

/** Resource types whose names stand anywhere in the query, even in a comment; with `List` or `Connection` behind, it searches them. */
function namedIn(query: string): { types: Set<string>; searched: Set<string> } {
  const types = new Set<string>()
  const searched = new Set<string>()
  for (const [word] of query.matchAll(/[A-Z][A-Za-z]*/g)) {
    const bare = word.replace(/(List|Connection)$/, '')
    if (isResourceType(word)) types.add(word)
    else if (isResourceType(bare)) {
      types.add(bare)
      searched.add(bare)
    }
  }
  return { types, searched }
}

function parsed(query: string) {
  try {
    return parse(query, { maxTokens: mostTokens })
  } catch (error) {
    if (error instanceof GraphQLError) return error
    // Brackets nested deeper than the parser's stack.
    if (error instanceof RangeError) return errorOf(graphqlProblems.tooComplex)
    throw error
  }
}

/** Changes go through REST, where they are validated and keep their conditions. */
const isReadOnly = ({ definitions }: DocumentNode): boolean =>
  definitions.every(
    (each) => each.kind !== Kind.OPERATION_DEFINITION || each.operation === OperationTypeNode.QUERY,
  )

const refused = (...errors: readonly GraphQLError[]): Result<GraphqlAnswer, never> =>
  ok({ status: 400, json: JSON.stringify({ errors }) })
