import { fail, ok, type Result } from '#foundation/result'
import type { Actor, Purpose } from '#gate/access'
import { bulkProblems } from './bulk.problems.ts'
import type { BulkGate, BulkProblem } from './bulk.types.ts'
import { listOf, type Part } from './read-parameters.ts'

const mostGroups = 100

/** Ids of the patients of a group, those of groups within it included; members marked inactive are left out. */
export async function findMembers(
  gate: Pick<BulkGate, 'read'>,
  actor: Actor | null,
  purpose: Purpose,
  groupId: string,
): Promise<Result<ReadonlySet<string>, BulkProblem>> {
  const patients = new Set<string>()
  const groups = new Set([groupId])
  // The set grows while it is walked; a group met twice is read once, so circles end.
  for (const id of groups) {
    if (groups.size > mostGroups) return fail(bulkProblems.groupsTooMany)
    const found = await gate.read(actor, purpose, 'Group', id)
    if (!found.ok && found.problem.kind !== 'not-found') return found
    if (!found.ok || found.value.deleted) {
      if (id === groupId) return fail(bulkProblems.noSuchGroup)
      continue
    }
    for (const member of listOf((JSON.parse(found.value.json) as Part).member)) {
      const reference = (member.entity as Part | undefined)?.reference
      if (member.inactive === true || typeof reference !== 'string') continue
      const [type, memberId = ''] = reference.split('/')
      if (type === 'Patient') patients.add(memberId)
      else if (type === 'Group') groups.add(memberId)
    }
  }
  return ok(patients)
}
