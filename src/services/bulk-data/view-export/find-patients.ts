import { fail, ok, type Result } from '#foundation/result'
import type { BulkCall, BulkDeps, BulkProblem } from '../bulk.types.ts'
import { findMembers } from '../find-members.ts'
import { viewExportProblems } from './view-export.problems.ts'

const atOnce = 1_000

/**
 * Ids of the patients asked about; null: everybody. Of patients and groups both, those who are in both: SQL on FHIR wants
 * nobody outside of either list.
 */
export async function findPatients(
  { gate }: Pick<BulkDeps, 'gate'>,
  { caller: { actor, purpose } }: Pick<BulkCall, 'caller'>,
  asked: { readonly patients: readonly string[]; readonly groups: readonly string[] },
): Promise<Result<string[] | null, BulkProblem>> {
  const patients = new Set(asked.patients)
  const named = [...patients].map((id) => ({ type: 'Patient', id }))
  for (let at = 0; at < named.length; at += atOnce) {
    const some = named.slice(at, at + atOnce)
    const there = await gate.readMany(actor, purpose, some)
    if (!there.ok) return there
    if (there.value.length < some.length) return fail(viewExportProblems.noSuchPatient)
  }
  if (asked.groups.length === 0) return ok(patients.size > 0 ? [...patients] : null)
  const members = new Set<string>()
  for (const id of new Set(asked.groups)) {
    const found = await findMembers(gate, actor, purpose, id)
    if (!found.ok) return found
    for (const member of found.value) members.add(member)
  }
  return ok([...members].filter((id) => patients.size === 0 || patients.has(id)))
}
