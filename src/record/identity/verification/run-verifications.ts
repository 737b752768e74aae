import { setTimeout as sleep } from 'node:timers/promises'
import type { Job, RetryPolicy } from '#foundation/events'
import { shardOf } from '#foundation/ids'
import type { AskingDeps } from './deps.types.ts'
import { tryVerification } from './try-verification.ts'
import { type VerificationJob, verificationQueue } from './verification.events.ts'
import { findVerification } from './verification.queries.ts'

/** Asks what waits, until stopped. Several processes may: a job is taken by one. */
export function runVerifications(deps: AskingDeps): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const lanes = Array.from({ length: deps.rules.lanes }, () => lane(deps, stopping.signal))
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(lanes)
    },
  }
}

async function lane(deps: AskingDeps, signal: AbortSignal): Promise<void> {
  const { clock, rules, log, port } = deps
  const rest = (ms: number) => sleep(ms, undefined, { signal }).catch(() => {})
  while (!signal.aborted) {
    try {
      // While the gateway is left alone nothing is taken: the queue stands still and no try is counted.
      const pause = port.pausedUntil() - clock.now().getTime()
      const job = pause > 0 ? null : await takeJob(deps)
      if (job) await work(deps, job, signal)
      else await rest(Math.max(1, Math.min(rules.pollMs, pause > 0 ? pause : rules.pollMs)))
    } catch (err) {
      log.warn({ err }, 'verification cannot go on, waiting')
      await rest(Math.max(rules.pollMs, 1_000))
    }
  }
}

/**
 * Takes one job and lets go of the database before anybody is called. Put off by a lease, it comes back by itself when this
 * process dies with the question in its hands.
 */
const takeJob = ({ db, events, rules }: AskingDeps): Promise<Job<VerificationJob> | null> =>
  db.transaction(async (tx) => {
    const [job] = await events.takeJobs<VerificationJob>(tx, verificationQueue, 1)
    if (!job) return null
    // A fifth may be taken off by chance: still longer than the longest try.
    const leaseMs = rules.queueMs * 2
    const lease: RetryPolicy = {
      maxAttempts: Number.POSITIVE_INFINITY,
      firstBackoffMs: leaseMs,
      maxBackoffMs: leaseMs,
    }
    await events.failJob(tx, job, 'VERIFICATION_UNDER_WAY', lease)
    return job
  })

async function work(deps: AskingDeps, job: Job<VerificationJob>, signal: AbortSignal): Promise<void> {
  const { db, events, rules } = deps
  const { verificationId, attempt } = job.payload
  const row = await findVerification(db, { shard: shardOf(verificationId), verificationId })
  // Stale: answered, cancelled, or tried by somebody who has written the next job.
  const isDue = row?.state === 'waiting' && row.attempts === attempt
  const tried = isDue ? await tryVerification(deps, row, { deadlineMs: rules.queueMs, signal }) : null
  // The next job, if there must be one, has been written with the try. Dying here leaves a stale one.
  await db.transaction(async (tx) => {
    await events.completeJobs(tx, [job])
    if (tried?.kind === 'called-off')
      await events.enqueue(tx, verificationQueue, [{ kind: job.kind, payload: job.payload }])
  })
}
