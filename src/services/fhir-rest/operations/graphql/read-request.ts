import { decodeUtf8 } from '#foundation/json'
import { fail, ok, type Result } from '#foundation/result'
import type { OperationCall } from '../../call.types.ts'
import { fhirProblems } from '../../fhir.problems.ts'
import type { FhirProblem } from '../../fhir-problem.ts'
import { lastOf, type Pair } from '../../read-pairs.ts'
import { graphqlProblems } from './graphql.problems.ts'

export interface GraphqlRequest {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly operationName: string | null
}

type Read = Result<GraphqlRequest, FhirProblem>
const longest = 50_000

/** FHIR R4, graphql 3.1.7: GET with `query`, POST with the query as body, or with JSON as graphql.org has it. */
export function readRequest(call: OperationCall): Read {
  const { body } = call
  if (!body) return fromPairs(call.pairs)
  if (body.kind === 'form') return fromPairs([...call.pairs, ...body.pairs])
  if (body.kind === 'json')
    return body.media === 'json' ? fromJson(body.json.value) : fail(fhirProblems.mediaType)
  if (!/^application\/graphql\s*(;|$)/i.test(body.contentType)) return fail(fhirProblems.mediaType)
  const text = decodeUtf8(body.bytes)
  return text.ok ? request(text.value, undefined, undefined) : text
}

function fromPairs(pairs: readonly Pair[]): Read {
  const variables = lastOf(pairs, 'variables')
  let read: unknown
  try {
    read = variables ? JSON.parse(variables) : undefined
  } catch {
    return fail(graphqlProblems.variables)
  }
  return request(lastOf(pairs, 'query'), read, lastOf(pairs, 'operationName'))
}

function fromJson(value: unknown): Read {
  if (typeof value !== 'object' || value === null) return fail(graphqlProblems.noQuery)
  const { query, variables, operationName } = value as Record<string, unknown>
  return request(query, variables, operationName)
}

function request(query: unknown, variables: unknown, operationName: unknown): Read {
  if (typeof query !== 'string' || query.trim() === '') return fail(graphqlProblems.noQuery)
  if (query.length > longest) return fail(graphqlProblems.tooLong)
  if (variables !== undefined && (typeof variables !== 'object' || Array.isArray(variables)))
    return fail(graphqlProblems.variables)
  return ok({
    query,
    variables: (variables ?? {}) as Record<string, unknown>,
    operationName: typeof operationName === 'string' && operationName !== '' ? operationName : null,
  })
}
