import type { BulkProblem } from './bulk.types.ts'

/** A job that trying again does not help; the client is told why. */
export class JobFailed extends Error {
  readonly problem: BulkProblem

  constructor(problem: BulkProblem) {
    super(problem.code)
    this.problem = problem
  }
}
