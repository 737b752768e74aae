import { statusOf } from '#foundation/http'
import { type ExactJson, parseExact } from '#foundation/json'
import { fail, ok, type Result } from '#foundation/result'
import type { ResourceInput } from '#gate/access'
import { applyFhirPathPatch, applyJsonPatch } from '#vocabulary/fhir-patch'
import type { Definitions } from '#vocabulary/validation'
import type { Body } from '../call.types.ts'
import { fhirProblems } from '../fhir.problems.ts'
import type { FhirProblem } from '../fhir-problem.ts'
import { checkValue, inputOf, isResource } from './check-resource.ts'

type Apply = (json: string) => Result<ResourceInput, FhirProblem>
/** The stored profiles that what the patch made claims. */
type DefinitionsOf = (value: unknown) => Definitions

/** A patch, ready to be applied to whatever version stands when its turn comes. */
export function patchOf(
  body: Body | null,
  type: string,
  definitionsOf: DefinitionsOf,
): Result<Apply, FhirProblem> {
  if (!body) return fail(fhirProblems.noBody)
  if (body.kind !== 'json') return fail(fhirProblems.mediaType)
  const { value } = body.json
  if (isResource(value) && value.resourceType === 'Parameters' && body.media !== 'json-patch')
    return ok((json) => applied(json, type, (stored) => applyFhirPathPatch(stored, body.json), definitionsOf))
  if (Array.isArray(value) && body.media !== 'xml')
    return ok((json) => applied(json, type, (stored) => applyJsonPatch(stored, body.json), definitionsOf))
  return fail(fhirProblems.notAPatch)
}

function applied(
  json: string,
  type: string,
  patch: (stored: ExactJson) => Result<ExactJson, FhirProblem>,
  definitionsOf: DefinitionsOf,
): Result<ResourceInput, FhirProblem> {
  const stored = parseExact(json, { maxDepth: 1_000 })
  if (!stored.ok) throw new Error('a stored resource is not JSON')
  const { id } = stored.value.value as { id: string }
  const patched = patch(stored.value)
  // RFC 5789, 2.2: a patch that is well written and cannot be applied is 422, one that came too late is 409.
  if (!patched.ok) return fail({ ...patched.problem, status: statusOf(patched.problem.kind) })
  const input = inputOf(patched.value)
  if (!input.ok) return input
  if (input.value.value.resourceType !== type || input.value.value.id !== id)
    return fail(fhirProblems.patchedKey)
  const checked = checkValue(input.value, definitionsOf(input.value.value))
  return checked.ok ? ok(checked.value.resource) : checked
}
