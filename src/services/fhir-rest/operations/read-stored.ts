import { fail, ok, type Result } from '#foundation/result'
import type { OperationCall } from '../call.types.ts'
import { fhirProblems } from '../fhir.problems.ts'
import type { FhirProblem } from '../fhir-problem.ts'

/** The resource an instance-level operation is asked of. */
export async function readStored(call: OperationCall): Promise<Result<unknown, FhirProblem>> {
  const { service, actor, purpose } = call.caller
  if (call.type === undefined || call.id === undefined) return fail(fhirProblems.noBody)
  const found = await service.gate.read(actor, purpose, call.type, call.id)
  if (!found.ok) return found
  return found.value.deleted ? fail(fhirProblems.gone) : ok(JSON.parse(found.value.json))
}
