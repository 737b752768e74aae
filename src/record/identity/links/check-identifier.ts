import type { Tx } from '#foundation/db'
import { isUuid8 } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import type { LinkContext } from './link-context.ts'
import { noWrites } from './link-writes.ts'
import { linkProblems } from './links.problems.ts'
import type { MentionedIdentifier, RecordRow } from './links.types.ts'
import { loadComponent } from './load-component.ts'
import { recordOf } from './record-keys.ts'
import { writeOutcome } from './settle-records.ts'

/**
 * What somebody has found out about a number that a record mentions: how well it is checked, that it was replaced, that it is
 * not this human's. Who holds the number, and what the person's card shows, follows; who is who does not.
 */
export async function checkIdentifier(
  tx: Tx,
  found: { readonly patientId: string } & Pick<MentionedIdentifier, 'kind' | 'value'> &
    Partial<Pick<MentionedIdentifier, 'level' | 'standing' | 'replacedBy'>>,
  context: LinkContext,
  now: Date,
): Promise<Result<void>> {
  if (!isUuid8(found.patientId)) return fail(linkProblems.recordUnknown)
  const record = recordOf(found.patientId)
  const component = await loadComponent(tx, [record], context)
  if (component.isCrowd) return fail(linkProblems.crowd)
  const row = component.records.get(record)
  if (!row) return fail(linkProblems.recordUnknown)
  const { patientId: _, ...known } = found
  const isMeant = (each: MentionedIdentifier) => each.kind === found.kind && each.value === found.value
  if (!row.card.identifiers.some(isMeant)) return fail(linkProblems.identifierUnknown)
  const identifiers = row.card.identifiers.map((each) => (isMeant(each) ? { ...each, ...known } : each))
  const changed: RecordRow = { ...row, version: row.version + 1, card: { ...row.card, identifiers } }
  const outcome = new Map([...component.records, [record, changed] as const])
  await writeOutcome(tx, { before: component.records, context, now }, outcome, noWrites(), new Set())
  return ok(undefined)
}
