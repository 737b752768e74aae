import type { ExactJson } from '#foundation/json'
import { fail, ok, type Result } from '#foundation/result'
import type { ResourceInput } from '#gate/access'
import { type Definitions, type ValidationIssue, validateResource } from '#vocabulary/validation'
import type { Body } from '../call.types.ts'
import { fhirProblems, invalidResource } from '../fhir.problems.ts'
import type { FhirProblem } from '../fhir-problem.ts'

export interface Checked {
  readonly resource: ResourceInput
  /** What is doubtful and yet may be stored. */
  readonly warnings: readonly ValidationIssue[]
}

/** The resource of a body, before anybody asked whether it is valid. */
export function resourceIn(body: Body | null): Result<ResourceInput, FhirProblem> {
  if (!body || (body.kind === 'form' && body.pairs.length === 0)) return fail(fhirProblems.noBody)
  if (body.kind !== 'json' || body.media === 'json-patch') return fail(fhirProblems.mediaType)
  const { value } = body.json
  return isResource(value) ? ok({ value, write: body.json.write }) : fail(fhirProblems.notAResource)
}

export const isResource = (value: unknown): value is ResourceInput['value'] =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  typeof (value as { resourceType?: unknown }).resourceType === 'string'

/**
 * A resource that may be stored under this type, or everything that stands against it (422). `definitions`: the stored
 * profiles among those that it claims.
 */
export function checkResource(
  body: Body | null,
  type: string,
  definitions: Definitions,
): Result<Checked, FhirProblem> {
  const given = resourceIn(body)
  if (!given.ok) return given
  if (given.value.value.resourceType !== type)
    return fail({ ...fhirProblems.typeMismatch, expression: `${type}.resourceType` })
  return checkValue(given.value, definitions)
}

/** The same for a resource that is already at hand: what a patch made. */
export function checkValue(resource: ResourceInput, definitions: Definitions): Result<Checked, FhirProblem> {
  // `Patient?identifier=…` may stand where a reference does: the store resolves it, or refuses the write.
  const issues = validateResource(resource.value, { willResolve: true, definitions })
  if (issues.length === 0) return ok({ resource, warnings: issues })
  const isWrong = issues.some(({ severity }) => severity === 'error' || severity === 'fatal')
  return isWrong ? fail(invalidResource(issues)) : ok({ resource, warnings: issues })
}

export const inputOf = (json: ExactJson): Result<ResourceInput, FhirProblem> =>
  isResource(json.value) ? ok({ value: json.value, write: json.write }) : fail(fhirProblems.notAResource)
