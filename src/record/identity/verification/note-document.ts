import { newId, shardFor } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import type { VerificationDeps } from './deps.types.ts'
import { digestSubject } from './digest-subject.ts'
import { levelOfMethod } from './levels.ts'
import { isAskable } from './try-verification.ts'
import { recordVerified } from './verification.events.ts'
import { unavailable, verificationProblems } from './verification.problems.ts'
import {
  findVerification,
  insertEvent,
  insertVerification,
  type VerificationRow,
} from './verification.queries.ts'
import { type Asker, askedOf, type Reason } from './verification.types.ts'

export interface SeenDocument {
  readonly recordId: string
  readonly asker: Asker
  readonly reason: Reason
  /**
   * `document`: somebody held the card and found what the record says. `chip`: only from a reader that has checked the
   * chip's signature; a person's word does not make it one.
   */
  readonly method: 'document' | 'chip'
}

/** Writes down that a record's words were seen on a document, without the document. */
export async function noteDocument(
  { db, clock, digestKey, events, subjectOf }: VerificationDeps,
  { recordId, asker, reason, method }: SeenDocument,
): Promise<Result<VerificationRow>> {
  if (!digestKey) return fail(unavailable('not-configured'))
  const person = await subjectOf(recordId)
  if (!person || !isAskable(person)) return fail(verificationProblems.noSubject)
  const at = clock.now()
  const shard = shardFor(recordId)
  const verificationId = newId(shard, at.getTime())
  const row = await db.transaction(async (tx) => {
    await insertVerification(tx, {
      ...{ shard, verificationId, recordId, reason, method, askedAt: at, closedAt: at },
      ...{ facility: asker.facility, askedBy: asker.by },
      ...{ state: 'answered', asked: askedOf(person), level: levelOfMethod[method] },
      subjectDigest: digestSubject(digestKey, person),
      ...{ nextAt: null, reference: null, expiresAt: null },
    })
    await insertEvent(tx, { shard, verificationId, at, kind: 'answered', by: asker.by, reason })
    const { facility } = asker
    await events.announce(tx, [recordVerified({ recordId, verificationId, facility, outcome: 'confirmed' })])
    return findVerification(tx, { shard, verificationId })
  })
  return ok(row!)
}
