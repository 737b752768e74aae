import { randomUUID } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isUuid } from '#foundation/ids'
import { bulkProblems } from './bulk.problems.ts'
import type { BulkDeps } from './bulk.types.ts'
import { findExpired, findJob, finishJob, forgetJob, keepLease, releaseJob, takeJob } from './job.queries.ts'
import type { Job, Work } from './job.types.ts'
import { JobFailed } from './job-failed.ts'
import { paceOf } from './pace.ts'
import { runExport } from './run-export.ts'
import { runImport } from './run-import.ts'
import { runViewExport } from './view-export/run-view-export.ts'

const mostAttempts = 20

const runs: Readonly<Record<Job['kind'], (deps: BulkDeps, work: Work) => Promise<void>>> = {
  export: runExport,
  import: runImport,
  'view-export': runViewExport,
}

export interface BulkWorker {
  /** Gives the job at hand back, to be gone on with at the next start. */
  stop(): Promise<void>
}

/** What a waiting worker hears. */
export interface Bell {
  ring(): void
  /** Until it rings, or so long. */
  wait(ms: number): Promise<void>
}

export function openBell(): Bell {
  let hear: (() => void) | null = null
  let hasRung = false
  return {
    ring() {
      hasRung = true
      hear?.()
    },
    async wait(ms) {
      if (!hasRung)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          hear = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      hear = null
      hasRung = false
    },
  }
}

/** Works on jobs one at a time, oldest first, until it is stopped. */
export function startWorker(deps: BulkDeps, bell: Bell): BulkWorker {
  const stopping = new AbortController()
  const worker = randomUUID()
  const pace = paceOf(deps)
  const loop = async () => {
    await removeStrays(deps).catch((err) => deps.log.warn({ err }, 'bulk folder could not be tidied'))
    while (!stopping.signal.aborted) {
      try {
        await sweep(deps)
        const now = deps.clock.now()
        const job = await takeJob(deps.db, worker, now, new Date(now.getTime() + pace.lease))
        if (job) await workOn(deps, job, worker, stopping.signal)
        else await bell.wait(pace.poll)
      } catch (err) {
        // The database is away: nothing is lost, the job's lease runs out and it is taken again.
        deps.log.warn({ err }, 'bulk worker will look again')
        await bell.wait(pace.poll)
      }
    }
  }
  const ended = loop()
  return {
    stop: async () => {
      stopping.abort()
      bell.ring()
      await ended
    },
  }
}

/** Files of jobs that were cancelled or stayed long enough. */
async function sweep({ db, clock, dir }: BulkDeps): Promise<void> {
  for (const { jobId } of await findExpired(db, clock.now())) {
    await rm(join(dir, jobId), { recursive: true, force: true })
    await forgetJob(db, jobId)
  }
}

const aDay = 86_400_000

/** Bodies whose receiver died before a job was written down for them. */
async function removeStrays({ db, dir, clock }: BulkDeps): Promise<void> {
  for (const name of await readdir(dir).catch(() => [])) {
    const path = join(dir, name)
    if (!isUuid(name) || clock.now().getTime() - (await stat(path)).mtimeMs < aDay) continue
    if (!(await findJob(db, name))) await rm(path, { recursive: true, force: true })
  }
}

async function workOn(deps: BulkDeps, job: Job, worker: string, stopping: AbortSignal): Promise<void> {
  const { db, clock, log } = deps
  const { jobId } = job
  const hold = { jobId, worker }
  const lost = new AbortController()
  const signal = AbortSignal.any([stopping, lost.signal])
  const { lease } = paceOf(deps)
  let progress = job.progress
  const beat = async () => {
    const kept = await keepLease(db, hold, new Date(clock.now().getTime() + lease), progress)
    if (kept === 0) lost.abort()
  }
  const beats = setInterval(
    () => void beat().catch((err) => log.warn({ err }, 'bulk job: no sign of life')),
    lease / 5,
  )
  const report = (now: unknown) => {
    progress = now
  }
  const work: Work = { job, hold, folder: join(deps.dir, jobId), signal, report }
  const laterBy = (ms: number) => new Date(clock.now().getTime() + ms)
  try {
    await runs[job.kind](deps, work)
    await finishJob(db, hold, {
      state: 'done',
      problem: null,
      endedAt: clock.now(),
      expiresAt: laterBy(deps.keepHours * 3_600_000),
    })
    log.info({ job: jobId, kind: job.kind }, 'bulk job done')
  } catch (error) {
    if (lost.signal.aborted) return await cleanUp(deps, jobId)
    if (stopping.aborted) return void (await releaseJob(db, hold, clock.now(), progress))
    const isHopeless = error instanceof JobFailed || job.attempts >= mostAttempts
    if (!isHopeless) {
      log.warn({ job: jobId, err: error }, 'bulk job put off')
      return void (await releaseJob(db, hold, laterBy(Math.min(60_000, 1_000 * 2 ** job.attempts)), progress))
    }
    log.error({ job: jobId, err: error }, 'bulk job failed')
    const problem = error instanceof JobFailed ? { status: 500, ...error.problem } : bulkProblems.failed
    const expiresAt = laterBy(deps.keepHours * 3_600_000)
    await finishJob(db, hold, { state: 'failed', problem, endedAt: clock.now(), expiresAt })
  } finally {
    clearInterval(beats)
  }
}

/** Cancelled: nobody else will touch it. Taken over: it is not ours any more. */
async function cleanUp({ db, dir }: BulkDeps, jobId: string): Promise<void> {
  const job = await findJob(db, jobId)
  if (job?.state !== 'cancelled') return
  await rm(join(dir, jobId), { recursive: true, force: true })
  await forgetJob(db, jobId)
}
