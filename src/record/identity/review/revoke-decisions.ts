import { fail, type Result } from '#foundation/result'
import { revoke } from '../links/index.ts'
import type { ReviewRevoked } from './api.types.ts'
import type { ReviewDeps } from './deps.types.ts'
import { inOneStep, orRefuse } from './refused.ts'
import { reviewProblems } from './review.problems.ts'

const whyAtLeast = 10

/** What was remembered is forgotten again, with a reason; the evidence alone decides from here on. */
export async function revokeDecisions(
  deps: ReviewDeps,
  says: { readonly clerk: string; readonly decisions: readonly string[]; readonly why: string },
): Promise<Result<ReviewRevoked>> {
  if (says.why.length < whyAtLeast) return fail(reviewProblems.needsWhyToRevoke)
  return inOneStep(deps.db, async (tx) => {
    const author = { by: says.clerk, why: says.why, decisions: says.decisions }
    const { eventId } = orRefuse(await revoke(tx, author, deps.links, deps.clock.now()))
    return { eventId }
  })
}
