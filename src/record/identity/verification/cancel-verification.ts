import { isUuid8, shardOf } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import type { VerificationDeps } from './deps.types.ts'
import { verificationProblems } from './verification.problems.ts'
import {
  closeUnanswered,
  findVerification,
  insertEvent,
  type VerificationRow,
} from './verification.queries.ts'
import type { Asker } from './verification.types.ts'

/** Takes a waiting question back. One that is on its way may still be answered; the answer is then thrown away. */
export async function cancelVerification(
  { db, clock }: VerificationDeps,
  verificationId: string,
  asker: Asker,
): Promise<Result<VerificationRow>> {
  if (!isUuid8(verificationId)) return fail(verificationProblems.noSuchVerification)
  const key = { shard: shardOf(verificationId), verificationId }
  const row = await findVerification(db, key)
  if (row?.facility !== asker.facility) return fail(verificationProblems.noSuchVerification)
  const at = clock.now()
  const isCancelled = await db.transaction(async (tx) => {
    const isClosed = await closeUnanswered(tx, key, 'cancelled', null, at)
    if (isClosed) await insertEvent(tx, { ...key, at, kind: 'cancelled', by: asker.by })
    return isClosed
  })
  if (!isCancelled) return fail(verificationProblems.alreadyOver)
  return ok((await findVerification(db, key)) ?? row)
}
