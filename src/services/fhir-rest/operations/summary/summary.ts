import { randomUUID } from 'node:crypto'
import type { Patient } from 'fhir/r4'
import { fail, ok, type Result } from '#foundation/result'
import type { ResourceVersion } from '#gate/access'
import type { Answered } from '../../answer.types.ts'
import type { OperationCall, OperationRoute } from '../../call.types.ts'
import { badParameter, fhirProblems } from '../../fhir.problems.ts'
import type { FhirProblem } from '../../fhir-problem.ts'
import { readQuery } from '../../interactions/read-criteria.ts'
import { lastOf } from '../../read-pairs.ts'
import { documentText, storedEntry } from '../document-text.ts'
import { operationProblems } from '../operation.problems.ts'
import { readInputs } from '../read-inputs.ts'
import { authorDevice, composition, ipsBundle, ipsComposition, keepsProfile, sectionsOf } from './compose.ts'
import { gather, read, withSupport } from './gather.ts'

/** International Patient Summary 2.0, OperationDefinition summary: made on demand from what is known now, not kept. */
export const summaryOperation: OperationRoute = {
  name: 'summary',
  definition: 'http://hl7.org/fhir/uv/ips/OperationDefinition/summary',
  levels: ['type', 'instance'],
  types: ['Patient'],
  methods: ['GET', 'POST'],
  handle: summary,
}

const names: ReadonlySet<string> = new Set(['identifier', 'profile'])

async function summary(call: OperationCall): Promise<Answered> {
  const { caller } = call
  const { base, at } = caller
  const inputs = readInputs(call, names)
  if (!inputs.ok) return inputs
  const profile = lastOf(inputs.value.pairs, 'profile')
  if (profile !== undefined && profile.split('|')[0] !== ipsComposition)
    return fail(operationProblems.otherProfile)
  const stored = await patientOf(call, lastOf(inputs.value.pairs, 'identifier'))
  if (!stored.ok) return stored
  const patient = read<Patient>(stored.value)

  const findings = await gather(caller, stored.value.id)
  if (!findings.ok) return findings
  const sections = sectionsOf(findings.value, at)
  const parts = await withSupport(caller, patient, sections)
  if (!parts.ok) return parts
  const head = {
    base,
    at,
    uuid: randomUUID(),
    authorUuid: randomUUID(),
    version: caller.service.version,
  }
  const made = [
    { fullUrl: `urn:uuid:${head.uuid}`, json: JSON.stringify(composition(patient, sections, head)) },
    { fullUrl: `urn:uuid:${head.authorUuid}`, json: JSON.stringify(authorDevice(head)) },
  ] as const
  const claim = keepsProfile(patient.resource) ? { profile: ipsBundle } : {}
  const [first, author] = made
  const entries = [first, ...parts.value.map((one) => storedEntry(base, one)), author]
  return ok({ status: 200, body: documentText({ uuid: randomUUID(), at, ...claim }, entries) })
}

/** The instance asked of, or at type level the one patient that carries the identifier. */
async function patientOf(
  call: OperationCall,
  identifier: string | undefined,
): Promise<Result<ResourceVersion, FhirProblem>> {
  const { service, actor, purpose } = call.caller
  if (call.id !== undefined) {
    if (identifier !== undefined) return fail(badParameter('identifier'))
    const found = await service.gate.read(actor, purpose, 'Patient', call.id)
    return found.ok && found.value.deleted ? fail(fhirProblems.gone) : found
  }
  if (!identifier) return fail(operationProblems.whichPatient)
  const query = readQuery(call.caller, 'Patient', [['identifier', identifier]])
  if (!query.ok) return query
  const found = await service.gate.search(actor, purpose, query.value, { count: 2 })
  if (!found.ok) return found
  const [one, another] = found.value.matches
  if (another) return fail(operationProblems.severalPatients)
  return one ? ok(one) : fail(operationProblems.noSuchPatient)
}
