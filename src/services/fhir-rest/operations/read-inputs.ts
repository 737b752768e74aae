import { fail, ok, type Result } from '#foundation/result'
import type { OperationCall } from '../call.types.ts'
import { badParameter, fhirProblems, notUnderstood } from '../fhir.problems.ts'
import type { FhirProblem } from '../fhir-problem.ts'
import { resourceIn } from '../interactions/check-resource.ts'
import type { Pair } from '../read-pairs.ts'

/** What an operation was given, wherever it stood: in the query, in a form, or in a Parameters resource. */
export interface Inputs {
  /** Simple values as text, in the order given. */
  readonly pairs: readonly Pair[]
  /** Parameters whose value is a resource. */
  readonly resources: readonly (readonly [name: string, resource: unknown])[]
}

/** Parameters of every request, handled elsewhere. */
const general: ReadonlySet<string> = new Set(['_format', '_pretty'])

/**
 * The inputs of an operation; a name it does not know is refused, for it would change what the caller meant.
 * `bare` is the parameter that a body which is no Parameters stands for (FHIR R4, operations 3.2.0.1.2).
 */
export function readInputs(
  call: OperationCall,
  names: ReadonlySet<string>,
  bare?: string,
): Result<Inputs, FhirProblem> {
  const pairs: Pair[] = [...call.pairs]
  const resources: (readonly [string, unknown])[] = []
  if (call.body?.kind === 'form') pairs.push(...call.body.pairs)
  else if (call.body) {
    const given = resourceIn(call.body)
    if (!given.ok) return given
    const { value } = given.value
    if (value.resourceType === 'Parameters') {
      const read = readParts(value.parameter, pairs, resources)
      if (!read.ok) return read
    } else if (bare !== undefined) resources.push([bare, value])
    else return fail(fhirProblems.notParameters)
  }
  const unknown = [...pairs, ...resources].find(([name]) => !names.has(name) && !general.has(name))
  if (unknown) return fail(notUnderstood([{ name: unknown[0], reason: 'thao tác này không có tham số ấy.' }]))
  return ok({ pairs, resources })
}

function readParts(
  parts: unknown,
  pairs: Pair[],
  resources: (readonly [string, unknown])[],
): Result<null, FhirProblem> {
  if (parts === undefined) return ok(null)
  if (!Array.isArray(parts) || parts.length > mostParts) return fail(fhirProblems.notParameters)
  for (const part of parts as unknown[]) {
    if (!isObject(part) || typeof part.name !== 'string') return fail(fhirProblems.notParameters)
    if (isObject(part.resource)) {
      resources.push([part.name, part.resource])
      continue
    }
    const text = textOf(part)
    if (text === null) return fail(badParameter(part.name))
    pairs.push([part.name, text])
  }
  return ok(null)
}

const mostParts = 10_000

/** A simple value as a query would say it; null: there is none, or it is none that a query could say. */
function textOf(part: Record<string, unknown>): string | null {
  const key = Object.keys(part).find((name) => name.startsWith('value'))
  const value = key === undefined ? undefined : part[key]
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || typeof value === 'number') return String(value)
  if (!isObject(value)) return null
  if (typeof value.reference === 'string') return value.reference
  const { system, value: inner } = value
  if (typeof inner !== 'string') return null
  return typeof system === 'string' ? `${system}|${inner}` : inner
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** All values of a parameter that may repeat. */
export const allOf = (pairs: readonly Pair[], name: string): string[] =>
  pairs.flatMap(([each, value]) => (each === name ? [value] : []))
