import type { Tx } from '#foundation/db'
import { decide } from './act-on-links.ts'
import { Features } from './features.ts'
import type { LinkContext } from './link-context.ts'
import { noWrites } from './link-writes.ts'
import { findDecisionsBetween, isAsked } from './read.queries.ts'
import { naturalKey, recordOf } from './record-keys.ts'
import { findRecords } from './records.queries.ts'
import { facilityWordRow } from './review-rows.ts'
import { writeLinks } from './write.queries.ts'

/** What a facility says of two patients under its own numbers (HL7 v2 A24, A37, A40). */
export interface FacilityWord {
  /** Patient ids, both of this facility. */
  readonly a: string
  readonly b: string
  readonly says: 'same' | 'different'
  readonly facilityCode: string
  /** The message that said it: `A40`. */
  readonly why: string
}

/**
 * A facility knows its own patients: what it says of two of its numbers counts as a person's answer, and is taken back as one.
 * But where the model sees that the words speak against it (two citizen numbers, other names), nobody is joined: one wrong
 * message would show a stranger's record. A person is asked instead. Said again, it changes nothing.
 */
export async function takeFacilityWord(
  tx: Tx,
  word: FacilityWord,
  context: LinkContext,
  now: Date,
): Promise<void> {
  const { a, b, says, facilityCode, why } = word
  const rows = await findRecords(tx, [recordOf(a), recordOf(b)])
  const [one, other] = [a, b].map((id) => rows.find((row) => row.patient_id === id))
  if (!one || !other || one === other) return
  const [low, high] = one.record < other.record ? [one.record, other.record] : [other.record, one.record]
  const said = await findDecisionsBetween(tx, low, high)
  if (said.some((each) => each.revoked_by === null)) return
  const features = new Features(context.model)
  const weighed = context.model.weigh(features.of(one), features.of(other))
  if (says === 'different' || (weighed !== null && weighed.outcome !== 'apart' && weighed.guard === null)) {
    const author = { by: `facility ${facilityCode}`, why }
    const acted = await decide(tx, { a, b, says, ...author }, context, now)
    // Too many records hang together: a person looks.
    if (acted.ok) return
  }
  const writes = noWrites()
  const byKey = new Map([one, other].map((row) => [naturalKey(row), row]))
  const [first, second] = [...byKey.keys()].sort()
  const asked = facilityWordRow(byKey, first!, second!)
  // Said again, an answered question is not asked anew.
  if (await isAsked(tx, asked)) return
  writes.reviews.push(asked)
  await writeLinks(tx, writes, now.toISOString())
}
