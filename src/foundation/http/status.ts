import type { ProblemKind } from '#foundation/result'

const statuses: Record<ProblemKind, number> = {
  incorrect: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  unsupported: 422,
  busy: 429,
  unavailable: 503,
}

/** The one function that turns a kind of problem into an HTTP status. */
export const statusOf = (kind: ProblemKind): number => statuses[kind]
