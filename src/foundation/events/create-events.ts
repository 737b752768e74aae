import { type Clock, systemClock } from '#foundation/clock'
import type { Database, Tx } from '#foundation/db'
import { type Logger, silentLogger } from '#foundation/log'
import {
  countQueues,
  deleteJobs,
  listDead,
  listQueues,
  moveFromDead,
  moveToDead,
  putOff,
  takeReady,
  writeJobs,
} from './events.queries.ts'
import { backoffAfter, defaultRetry } from './retry-policy.ts'
import { runWorker } from './run-worker.ts'
import type { Events, Happening, Job, JobKey, NewJob, Worker } from './types.ts'
import { CHANNEL, createWaker } from './wake.ts'

/** Which queues hear of an event: `{ 'intake.visit-accepted': ['journey'] }`, or by what it says. */
export type Subscriptions = Readonly<
  // biome-ignore lint/suspicious/noExplicitAny: each event has its own payload
  Record<string, readonly string[] | ((payload: any) => readonly string[])>
>

interface Deps {
  readonly db: Database
  readonly subscriptions?: Subscriptions
  readonly clock?: Clock
  readonly log?: Logger
}

/** Makes the events of a process. `db` is used for hints and workers; writing happens in the caller's transaction. */
export function createEvents({
  db,
  subscriptions = {},
  clock = systemClock,
  log = silentLogger,
}: Deps): Events {
  const waker = createWaker(db)

  const addJobs = async (tx: Tx, jobs: readonly (NewJob & { queue: string })[], runAt?: Date) => {
    if (jobs.length === 0) return
    const now = clock.now()
    await writeJobs(tx, jobs, now, runAt ?? now)
    if (runAt === undefined || runAt <= now)
      tx.afterCommit(() => waker.wake(new Set(jobs.map((job) => job.queue))))
  }

  const jobsFor = ({ name, version, payload }: Happening) => {
    const listening = subscriptions[name] ?? []
    const queues = typeof listening === 'function' ? listening(payload) : listening
    return queues.map((queue) => ({ queue, kind: name, version, payload }))
  }

  const events: Events = {
    announce: async (tx, happenings) => addJobs(tx, happenings.flatMap(jobsFor)),
    enqueue: (tx, queue, jobs, { runAt } = {}) =>
      addJobs(
        tx,
        jobs.map((job) => ({ ...job, queue })),
        runAt,
      ),
    takeJobs: <P>(tx: Tx, queue: string, limit: number) =>
      takeReady(tx, queue, clock.now(), limit) as Promise<Job<P>[]>,
    async completeJobs(tx, jobs) {
      for (const [queue, ids] of byQueue(jobs)) await deleteJobs(tx, queue, ids)
    },
    async failJob(tx, job, problemCode, policy = defaultRetry) {
      const now = clock.now()
      if (job.attempts + 1 >= policy.maxAttempts) {
        await moveToDead(tx, job, problemCode, now)
        return 'dead'
      }
      await putOff(tx, job, problemCode, new Date(now.getTime() + backoffAfter(job.attempts + 1, policy)))
      return 'retry'
    },
    buryJob: async (tx, job, problemCode) => void (await moveToDead(tx, job, problemCode, clock.now())),
    async reviveDead(tx, queue, ids) {
      const revived = await moveFromDead(tx, queue, ids, clock.now())
      if (revived > 0) tx.afterCommit(() => waker.wake([queue]))
      return revived
    },
    deadJobs: (on, queue, limit = 100) => listDead(on, queue, limit),
    queueDepth: (on, queue) => countQueues(on, typeof queue === 'string' ? [queue] : queue, clock.now()),
    queues: async (on) => (await listQueues(on)).map((row) => row.queue),
    async runWorker<P>(worker: Worker<P>) {
      const ear = await db.listen(CHANNEL, waker.wakeHere)
      try {
        await runWorker({ db, events, waker, clock, log }, worker as Worker<unknown>)
      } finally {
        await ear.stop()
      }
    },
  }
  return events
}

function byQueue(jobs: readonly JobKey[]): Map<string, string[]> {
  const queues = new Map<string, string[]>()
  for (const { queue, id } of jobs) queues.set(queue, [...(queues.get(queue) ?? []), id])
  return queues
}
