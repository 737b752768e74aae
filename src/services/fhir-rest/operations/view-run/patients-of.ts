import type { Group } from 'fhir/r4'
import { fail, ok, type Result } from '#foundation/result'
import type { Caller } from '../../call.types.ts'
import { badParameter } from '../../fhir.problems.ts'
import type { FhirProblem } from '../../fhir-problem.ts'
import type { Pair } from '../../read-pairs.ts'
import { localReference } from '../local-references.ts'
import { allOf } from '../read-inputs.ts'
import { viewRunProblems } from './view-run.problems.ts'

const mostPatients = 5_000

/**
 * Ids of the patients asked about; null: everybody. Of patients and groups both, those who are in both: SQL on FHIR wants
 * nobody outside of either list.
 */
export async function patientsOf(
  { service, actor, purpose, base }: Caller,
  pairs: readonly Pair[],
): Promise<Result<readonly string[] | null, FhirProblem>> {
  const asked = { patient: allOf(pairs, 'patient'), group: allOf(pairs, 'group') }
  if (asked.patient.length + asked.group.length === 0) return ok(null)
  const named: { type: string; id: string }[] = []
  for (const [name, type] of [
    ['patient', 'Patient'],
    ['group', 'Group'],
  ] as const)
    for (const text of asked[name]) {
      const found = localReference(text.includes('/') ? text : `${type}/${text}`, base)
      if (found?.type !== type) return fail(badParameter(name))
      named.push({ type, id: found.id })
    }
  if (named.length > mostPatients) return fail(viewRunProblems.tooManyPatients)
  const read = await service.gate.readMany(actor, purpose, named)
  if (!read.ok) return read
  const here = new Map(read.value.map((one) => [`${one.type}/${one.id}`, one]))
  if (!named.every(({ type, id }) => here.has(`${type}/${id}`))) return fail(viewRunProblems.noSuchPatient)

  const patients = new Set<string>()
  const members = new Set<string>()
  for (const { type, id, json } of here.values()) {
    if (type === 'Patient') patients.add(id)
    else for (const member of membersOf(JSON.parse(json) as Group, base)) members.add(member)
  }
  const ids =
    asked.group.length === 0
      ? [...patients]
      : [...members].filter((id) => asked.patient.length === 0 || patients.has(id))
  return ids.length > mostPatients ? fail(viewRunProblems.tooManyPatients) : ok(ids)
}

const membersOf = (group: Group, base: string): string[] =>
  (group.member ?? []).flatMap(({ entity, inactive }) => {
    const found = inactive ? null : localReference(entity.reference ?? '', base)
    return found?.type === 'Patient' ? [found.id] : []
  })
