import type { VerificationDeps } from './deps.types.ts'
import { deleteVerifications, findClosedBefore } from './verification.queries.ts'

const aPiece = 5_000

/** Lets go of what has been over for long enough. For whoever tidies at night; gives how many. */
export async function forgetVerifications({
  db,
  clock,
  rules,
}: Pick<VerificationDeps, 'db' | 'clock' | 'rules'>): Promise<number> {
  const before = new Date(clock.now().getTime() - rules.keepMs)
  let total = 0
  for (;;) {
    const old = await findClosedBefore(db, before, aPiece)
    if (old.length > 0) total += await db.transaction((tx) => deleteVerifications(tx, old))
    if (old.length < aPiece) return total
  }
}
