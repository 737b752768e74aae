import { fail, ok, type Result } from '#foundation/result'
import type { Change } from '#gate/access'
import type { SearchQuery } from '#vocabulary/search'
import type { Definitions } from '#vocabulary/validation'
import type { Call } from '../call.types.ts'
import { fhirProblems } from '../fhir.problems.ts'
import type { FhirProblem, Issue } from '../fhir-problem.ts'
import { versionOfEtag } from '../read-conditions.ts'
import { checkResource } from './check-resource.ts'
import { definitionsAtHand } from './claimed-definitions.ts'
import { patchOf } from './patch.ts'
import { readCriteria } from './read-criteria.ts'

/** A call that writes, understood and checked, not yet made. */
export interface Plan {
  readonly change: Change
  readonly warnings: readonly Issue[]
}

type Planned = Result<Plan, FhirProblem>

/**
 * What a writing call wants done; null when the call does not write one resource. `definitions`: the stored profiles that
 * its resource claims.
 */
export function planChange(call: Call, definitions: Definitions): Planned | null {
  const { target, method } = call
  if (target.kind !== 'type' && target.kind !== 'instance') return null
  const { type } = target
  const id = target.kind === 'instance' ? target.id : null
  if (method === 'POST') return id === null ? planCreate(call, type, definitions) : null
  if (method !== 'PUT' && method !== 'PATCH' && method !== 'DELETE') return null
  const at = id === null ? readCriteria(call.caller, type, call.pairs) : ok(id)
  if (!at.ok) return at
  const expected = readIfMatch(call)
  if (!expected.ok) return expected
  const key = { type, at: at.value, ...expected.value }
  if (method === 'DELETE') return ok({ change: { op: 'delete', ...key }, warnings: [] })
  if (method === 'PUT') return planUpdate(call, key, definitions)
  const apply = patchOf(call.body, type, definitionsAtHand(call.caller))
  return apply.ok ? ok({ change: { op: 'patch', ...key, apply: apply.value }, warnings: [] }) : apply
}

interface Key {
  readonly type: string
  readonly at: string | SearchQuery
  readonly ifMatch?: number
}

function planCreate({ caller, body, conditions }: Call, type: string, definitions: Definitions): Planned {
  const checked = checkResource(body, type, definitions)
  if (!checked.ok) return checked
  const { resource, warnings } = checked.value
  if (conditions.ifNoneExist === undefined) return ok({ change: { op: 'create', resource }, warnings })
  const criteria = readCriteria(caller, type, conditions.ifNoneExist)
  if (!criteria.ok) return criteria
  return ok({ change: { op: 'create', resource, ifNoneExist: criteria.value }, warnings })
}

function planUpdate({ body, conditions }: Call, key: Key, definitions: Definitions): Planned {
  const checked = checkResource(body, key.type, definitions)
  if (!checked.ok) return checked
  const { resource, warnings } = checked.value
  if (typeof key.at === 'string' && resource.value.id !== key.at)
    return fail({ ...fhirProblems.idMismatch, expression: `${key.type}.id` })
  const only = conditions.ifNoneMatch
  if (only !== undefined && only.trim() !== '*') return fail(fhirProblems.ifNoneMatch)
  const ifNoneMatch = only === undefined ? {} : { ifNoneMatch: true }
  return ok({ change: { op: 'update', ...key, resource, ...ifNoneMatch }, warnings })
}

/** A tag that is no version of ours can match none (412), it is not as if it were absent. */
function readIfMatch({ conditions }: Call): Result<{ ifMatch?: number }, FhirProblem> {
  if (conditions.ifMatch === undefined) return ok({})
  const version = versionOfEtag(conditions.ifMatch)
  return version === null ? fail(fhirProblems.ifMatch) : ok({ ifMatch: version })
}
