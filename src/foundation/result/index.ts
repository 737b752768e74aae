/**
 * Expected failures are values. A `Problem` says what went wrong in a sentence a nurse can act on (Vietnamese, never
 * personal data); its `code` is stable and greppable; its `kind` is one of a closed few that edges turn into statuses.
 */
export type ProblemKind =
  | 'incorrect'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'unsupported'
  | 'busy'
  | 'unavailable'

export interface Problem {
  readonly code: string
  readonly kind: ProblemKind
  readonly message: string
}

export type Result<T, P = Problem> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: P }

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value })
export const fail = <P>(problem: P): Result<never, P> => ({ ok: false, problem })
