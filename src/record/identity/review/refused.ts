import type { Database, Tx } from '#foundation/db'
import { retryTransient } from '#foundation/db'
import { fail, ok, type Problem, type Result } from '#foundation/result'

/** Carries a refusal out of a transaction, which is then rolled back. */
class Refused extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.code)
    this.problem = problem
  }
}

/** The value, or the whole transaction is taken back and the problem is the answer. */
export function orRefuse<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Refused(result.problem)
}

export const refuse = (problem: Problem): never => {
  throw new Refused(problem)
}

/** All or nothing; done again when another writer was in the way. */
export async function inOneStep<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await retryTransient(() => db.transaction(work)))
  } catch (error) {
    if (error instanceof Refused) return fail(error.problem)
    throw error
  }
}
