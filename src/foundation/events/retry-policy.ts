import type { RetryPolicy } from './types.ts'

/** 8 tries over about four minutes. */
export const defaultRetry: RetryPolicy = { maxAttempts: 8, firstBackoffMs: 2_000, maxBackoffMs: 600_000 }

/** Doubles each time, with a fifth more or less so that a thousand failed jobs do not come back together. */
export function backoffAfter(
  failedTries: number,
  policy: RetryPolicy,
  random: () => number = Math.random,
): number {
  const doubled = policy.firstBackoffMs * 2 ** Math.min(failedTries - 1, 30)
  return Math.round(Math.min(doubled, policy.maxBackoffMs) * (0.8 + 0.4 * random()))
}
