import { fail, ok } from '#foundation/result'
import type { Answered } from '../answer.types.ts'
import type { Call, Service } from '../call.types.ts'
import { fhirProblems } from '../fhir.problems.ts'
import { lastOf } from '../read-pairs.ts'
import { readView, showPart } from '../view.ts'
import { buildCapability } from './build-capability.ts'

interface Kept {
  readonly base: string
  readonly text: string
}

/** Nothing in it changes while the server runs, but for the name the client knows the server by. */
const kept = new WeakMap<Service, Kept>()

/** FHIR R4, http 3.1.0.9. */
export async function capabilityAnswer({ caller, pairs }: Call): Promise<Answered> {
  if (lastOf(pairs, 'mode') === 'terminology') return fail(fhirProblems.terminologyCapabilities)
  const { service, base, at } = caller
  let now = kept.get(service)
  if (now?.base !== base) {
    now = { base, text: JSON.stringify(buildCapability(service, base, at)) }
    kept.set(service, now)
  }
  const shown = readView(pairs)
  if (!shown.ok) return shown
  const { view } = shown.value
  return ok({ status: 200, body: view ? showPart(now.text, view) : now.text })
}
