import { fail, ok, type Problem, type Result } from '#foundation/result'
import type { Actor } from './actor.ts'

export type Purpose =
  | 'treatment'
  | 'payment'
  | 'public-health'
  | 'emergency'
  | 'research'
  | 'self'
  | 'management'

export const notAllowed: Problem = {
  code: 'GATE_LOOPBACK_ONLY',
  kind: 'forbidden',
  message: 'Chưa có đăng nhập: máy chủ chỉ trả lời trên chính máy này.',
}

export const noSuchResource: Problem = {
  code: 'GATE_NO_SUCH_RESOURCE',
  kind: 'not-found',
  message: 'Không có tài nguyên này trong kho.',
}

/** The rule, in one place. Today's only one is that the asker sits at this machine. */
export const may = (actor: Actor | null, _purpose: Purpose): actor is Actor => actor !== null

/** The same rule as a Result, for the neighbours in the gate. */
export const mayAsk = (actor: Actor | null, purpose: Purpose): Result<null> =>
  may(actor, purpose) ? ok(null) : fail(notAllowed)
