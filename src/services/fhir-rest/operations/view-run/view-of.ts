import { fail, ok, type Result } from '#foundation/result'
import { viewInBinary } from '#vocabulary/views'
import type { Caller } from '../../call.types.ts'
import type { FhirProblem } from '../../fhir-problem.ts'
import { localReference } from '../local-references.ts'
import { allOf, type Inputs } from '../read-inputs.ts'
import { viewRunProblems } from './view-run.problems.ts'

/** The one ViewDefinition that was sent along, or that a Binary of this server holds. */
export async function viewOf(
  { service, actor, purpose, base }: Caller,
  { pairs, resources }: Inputs,
): Promise<Result<unknown, FhirProblem>> {
  const sent = resources.flatMap(([name, resource]) => (name === 'viewResource' ? [resource] : []))
  const named = allOf(pairs, 'viewReference')
  if (sent.length + named.length !== 1) return fail(viewRunProblems.noView)
  const [reference] = named
  if (reference === undefined) return ok(sent[0])
  const missing = fail({ ...viewRunProblems.viewReference, expression: 'viewReference' })
  const found = localReference(reference, base)
  if (found?.type !== 'Binary') return missing
  const read = await service.gate.read(actor, purpose, 'Binary', found.id)
  if (!read.ok) return read.problem.kind === 'not-found' ? missing : read
  return read.value.deleted ? missing : ok(viewInBinary(read.value.json))
}
