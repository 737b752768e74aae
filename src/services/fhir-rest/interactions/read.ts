import { fail, ok } from '#foundation/result'
import type { ResourceVersion } from '#gate/access'
import type { Answered } from '../answer.types.ts'
import { bytesOf } from '../binary/give-bytes.ts'
import type { Call } from '../call.types.ts'
import { fhirProblems } from '../fhir.problems.ts'
import { etagOf, isUnchanged } from '../read-conditions.ts'
import type { Target } from '../read-target.ts'
import { readView, showPart } from '../view.ts'

/** FHIR R4, http 3.1.0.2: the present version. */
export async function readInstance(
  call: Call,
  { type, id }: Extract<Target, { kind: 'instance' }>,
): Promise<Answered> {
  const { service, actor, purpose } = call.caller
  const found = await service.gate.read(actor, purpose, type, id)
  return found.ok ? present(call, found.value) : found
}

/** FHIR R4, http 3.1.0.3: a version as it was. */
export async function readVersion(
  call: Call,
  { type, id, version }: Extract<Target, { kind: 'version' }>,
): Promise<Answered> {
  const { service, actor, purpose } = call.caller
  const found = await service.gate.readVersion(actor, purpose, type, id, version)
  if (!found.ok) return found.problem.kind === 'not-found' ? fail(fhirProblems.noSuchVersion) : found
  return present(call, found.value)
}

function present(call: Call, stored: ResourceVersion): Answered {
  const { conditions, pairs } = call
  const { version, lastUpdated } = stored
  if (stored.deleted) return fail({ ...fhirProblems.gone, headers: { etag: etagOf(version) } })
  if (isUnchanged(conditions, stored)) return ok({ status: 304, body: '', version, lastUpdated })
  const bytes = bytesOf(call, stored)
  if (bytes) return ok(bytes)
  const shown = readView(pairs)
  if (!shown.ok) return shown
  const { view } = shown.value
  return ok({ status: 200, body: view ? showPart(stored.json, view) : stored.json, version, lastUpdated })
}
