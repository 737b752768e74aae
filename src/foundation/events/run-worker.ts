import type { Clock } from '#foundation/clock'
import { type Database, DatabaseUnavailable, isTransient, type Tx } from '#foundation/db'
import type { Logger } from '#foundation/log'
import { takeOne } from './events.queries.ts'
import { defaultRetry } from './retry-policy.ts'
import type { Events, Job, Worker } from './types.ts'
import type { Waker } from './wake.ts'

/** Thrown by a handler to say why, and whether trying again makes sense. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure'
  readonly problemCode: string
  readonly bury: boolean

  constructor(problemCode: string, options: { bury?: boolean; cause?: unknown } = {}) {
    super(problemCode, { cause: options.cause })
    this.problemCode = problemCode
    this.bury = options.bury ?? false
  }
}

interface Deps {
  readonly db: Database
  readonly events: Events
  readonly waker: Waker
  readonly clock: Clock
  readonly log: Logger
}

/** Runs `concurrency` lanes until the signal. */
export async function runWorker(deps: Deps, worker: Worker): Promise<void> {
  await Promise.all(Array.from({ length: worker.concurrency ?? 1 }, () => lane(deps, worker)))
}

async function lane(deps: Deps, worker: Worker): Promise<void> {
  const { waker, log } = deps
  const { queue, signal, pollMs = 1000 } = worker
  const ranked = [worker, ...(worker.behind ?? []).map((each) => ({ ...worker, ...each }))]
  const queues = ranked.map((each) => each.queue)
  let troubles = 0
  const collisions = { inARow: 0 }
  while (!signal.aborted) {
    try {
      let worked = 0
      for (const each of ranked) {
        worked = await oneBatch(deps, each, collisions)
        if (worked > 0 || signal.aborted) break
      }
      troubles = 0
      if (worked === 0) await waker.rest(queues, pollMs, signal)
    } catch (err) {
      // The database is away, or something no retry of a job mends: wait longer each time, never spin.
      troubles = Math.min(troubles + 1, 6)
      log.warn({ err, queue }, 'worker cannot go on, waiting')
      await waker.rest([`${queue} trouble`], 100 * 2 ** troubles, signal)
    }
  }
}

/** Takes and does a batch in one transaction. Gives how many jobs were looked at. */
async function oneBatch(deps: Deps, worker: Worker, collisions: { inARow: number }): Promise<number> {
  let taken: readonly Job[] = []
  try {
    await deps.db.transaction(async (tx) => {
      taken = await deps.events.takeJobs(tx, worker.queue, worker.batch ?? 50)
      if (taken.length > 0) await work(deps, worker, tx, taken)
    })
  } catch (error) {
    if (taken.length === 0 || error instanceof DatabaseUnavailable) throw error
    // Two lanes met: the same batch usually goes through when the other has committed. A few times, then one by one.
    if (isTransient(error) && collisions.inARow < 3) {
      collisions.inARow += 1
      return taken.length
    }
    deps.log.info(
      { queue: worker.queue, jobs: taken.length, err: error },
      'batch failed, trying its jobs one at a time',
    )
    for (const job of taken) {
      if (worker.signal.aborted) break
      await oneJob(deps, worker, job)
    }
  }
  collisions.inARow = 0
  return taken.length
}

/** One job in a transaction of its own; its failure is written after the rollback, so that it lasts. */
async function oneJob(deps: Deps, worker: Worker, job: Job): Promise<void> {
  const { db, clock } = deps
  for (let attempt = 1; ; attempt++) {
    try {
      await db.transaction(async (tx) => {
        const still = await takeOne(tx, job, clock.now())
        if (still) await work(deps, worker, tx, [still])
      })
      return
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error
      // A deadlock is nobody's fault and no try of the job.
      if (isTransient(error) && attempt < 5) continue
      return writeFailure(deps, worker, job, error)
    }
  }
}

async function writeFailure(deps: Deps, worker: Worker, job: Job, error: unknown): Promise<void> {
  const { db, events, clock, log } = deps
  const code = error instanceof JobFailure ? error.problemCode : 'JOB_UNEXPECTED_ERROR'
  const fate = await db.transaction(async (tx) => {
    const still = await takeOne(tx, job, clock.now())
    if (!still) return 'gone'
    if (!(error instanceof JobFailure && error.bury))
      return events.failJob(tx, still, code, worker.retry ?? defaultRetry)
    await events.buryJob(tx, still, code)
    return 'dead'
  })
  const line = { queue: job.queue, job: job.id, kind: job.kind, code, fate, err: error }
  if (fate === 'dead') log.error(line, 'job is dead, a person must look')
  else log.warn(line, 'job failed')
}

/** The handler's work and the completion, in one transaction. */
async function work({ events }: Deps, worker: Worker, tx: Tx, jobs: readonly Job[]): Promise<void> {
  const failed = (await worker.handle(tx, jobs)) ?? []
  const bad = new Set(failed.map(({ job }) => job.id))
  for (const { job, problemCode, bury } of failed) {
    if (bury) await events.buryJob(tx, job, problemCode)
    else await events.failJob(tx, job, problemCode, worker.retry ?? defaultRetry)
  }
  await events.completeJobs(tx, bad.size === 0 ? jobs : jobs.filter((job) => !bad.has(job.id)))
}
