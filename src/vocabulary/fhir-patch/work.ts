import { fail, type Problem, type Result } from '#foundation/result'
import { patchProblems } from './patch.problems.ts'

/** A patch that cannot be applied. Thrown inside this room only; `attempt` makes a value of it. */
export class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.code)
    this.problem = problem
  }
}

export function attempt<T>(apply: () => Result<T>): Result<T> {
  try {
    return apply()
  } catch (error) {
    if (error instanceof Refused) return fail(error.problem)
    throw error
  }
}

export const mostOperations = 10_000
export const mostDepth = 100

/** What a patch may cost: about a second at worst. */
export class Work {
  #left = 5_000_000
  /** The operation at work, counted from 0. */
  operation = 0

  refuse(why: (operation: number) => Problem): never {
    throw new Refused(why(this.operation))
  }

  spend(amount: number): void {
    this.#left -= amount
    if (this.#left < 0) this.refuse(patchProblems.tooCostly)
  }

  /** How deep a value is, paying for each part of it; refuses what is deeper than `most`. */
  measure(value: unknown, most: number): number {
    this.spend(typeof value === 'string' ? 1 + value.length / 8 : 1)
    if (typeof value !== 'object' || value === null) return 0
    if (most <= 0) this.refuse(patchProblems.tooDeep)
    let depth = 0
    for (const key of Object.keys(value))
      depth = Math.max(depth, this.measure((value as Record<string, unknown>)[key], most - 1))
    return depth + 1
  }
}

export function isDeeper(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (most <= 0) return true
  for (const key in value) if (isDeeper((value as Record<string, unknown>)[key], most - 1)) return true
  return false
}
