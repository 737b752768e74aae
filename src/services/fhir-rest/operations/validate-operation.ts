import { fail, ok, type Result } from '#foundation/result'
import { claimedProfiles, validateResource } from '#vocabulary/validation'
import type { Answered } from '../answer.types.ts'
import type { OperationCall, OperationRoute } from '../call.types.ts'
import { badParameter, fhirProblems } from '../fhir.problems.ts'
import { type FhirProblem, type Issue, outcomeText } from '../fhir-problem.ts'
import { isResource, resourceIn } from '../interactions/check-resource.ts'
import { readStored } from './read-stored.ts'

interface Asked {
  readonly resource: unknown
  readonly mode: string
  readonly profiles: readonly string[]
}

/** FHIR R4, resource-operation-validate: says what is wrong, stores nothing; 200 whatever it finds. */
export const validateOperation: OperationRoute = {
  name: 'validate',
  definition: 'http://hl7.org/fhir/OperationDefinition/Resource-validate',
  levels: ['system', 'type', 'instance'],
  types: '*',
  methods: ['GET', 'POST'],
  handle: validate,
}

const modes: ReadonlySet<string> = new Set(['', 'create', 'update', 'delete', 'profile'])

async function validate(call: OperationCall): Promise<Answered> {
  const asked = readAsked(call)
  if (!asked.ok) return asked
  const { mode, profiles } = asked.value
  if (!modes.has(mode)) return fail(badParameter('mode'))
  if (mode === 'delete') return deletable(call)
  const resource = asked.value.resource ?? (await storedValue(call))
  if (resource === null) return fail(fhirProblems.noBody)
  const definitions = await call.caller.service.profiles.definitionsOf([
    ...profiles,
    ...claimedProfiles(resource),
  ])
  const found: Issue[] = validateResource(resource, {
    profiles,
    definitions,
    willResolve: true,
    ...(call.type === undefined ? {} : { type: call.type }),
  })
  if (mode === 'update') found.push(...keyIssues(call, resource))
  return said(found)
}

/** Parameters may stand in the query, in a Parameters resource, or be left out: then the body is the resource. */
function readAsked(call: OperationCall): Result<Asked, FhirProblem> {
  const fromQuery = (name: string) => call.pairs.flatMap(([n, value]) => (n === name ? [value] : []))
  const given = { mode: fromQuery('mode')[0] ?? '', profiles: fromQuery('profile') }
  if (!call.body) return ok({ ...given, resource: null })
  const read = resourceIn(call.body)
  if (!read.ok) return read
  const { value } = read.value
  if (value.resourceType !== 'Parameters') return ok({ ...given, resource: value })
  const parts = Array.isArray(value.parameter) ? (value.parameter as readonly Record<string, unknown>[]) : []
  const of = (name: string) => parts.filter((part) => part?.name === name)
  const texts = (name: string) =>
    of(name).flatMap(
      (part) => Object.values(part).filter((v) => typeof v === 'string' && v !== name) as string[],
    )
  // A Parameters without a `resource` part, sent to /Parameters/$validate, is itself what is asked about.
  if (of('resource').length === 0 && call.type === 'Parameters') return ok({ ...given, resource: value })
  return ok({
    resource: of('resource')[0]?.resource ?? null,
    mode: texts('mode')[0] ?? given.mode,
    profiles: [...given.profiles, ...texts('profile')],
  })
}

async function storedValue(call: OperationCall): Promise<unknown> {
  const stored = await readStored(call)
  return stored.ok ? stored.value : null
}

function keyIssues({ id }: OperationCall, resource: unknown): Issue[] {
  if (id === undefined || (isResource(resource) && resource.id === id)) return []
  const { code, message } = fhirProblems.idMismatch
  return [{ severity: 'error', code: 'value', message, key: code }]
}

/** Nothing here forbids a deletion but that there is nothing to delete. */
async function deletable(call: OperationCall): Promise<Answered> {
  if (call.id === undefined) return fail(badParameter('mode'))
  const stored = await readStored(call)
  return stored.ok ? said([]) : stored
}

const fine: Issue = {
  severity: 'information',
  code: 'informational',
  message: 'Tài nguyên hợp lệ.',
}

const said = (issues: readonly Issue[]): Answered =>
  ok({ status: 200, body: outcomeText(issues.length > 0 ? issues : [fine]) })
