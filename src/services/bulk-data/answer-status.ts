import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { isUuid } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import { bulkProblems } from './bulk.problems.ts'
import type { BulkAnswer, BulkAnswered, BulkCall, BulkDeps, BulkProblem } from './bulk.types.ts'
import { cancelJob, findFiles, findJob } from './job.queries.ts'
import type { AskedExport, AskedImport, Job, JobFile } from './job.types.ts'
import { mayWork } from './kick-off.ts'
import { paceOf } from './pace.ts'
import { rowsFile, viewExportResult, viewExportStatus } from './view-export/answer-view-export.ts'

/** GET: how far it is, or the manifest. DELETE: no longer wanted. */
export async function answerStatus(deps: BulkDeps, wake: () => void, call: BulkCall): Promise<BulkAnswered> {
  const found = await jobOf(deps, call)
  if (!found.ok) return found
  const job = found.value
  if (call.method === 'DELETE') {
    // Whoever works on it notices at the next sign of life and cleans up; if it died, a sweep does after that.
    await cancelJob(deps.db, job.jobId, new Date(deps.clock.now().getTime() + paceOf(deps).lease))
    wake()
    return ok({ status: 202, body: '' })
  }
  if (job.kind === 'view-export') return ok(viewExportStatus(job, call, underway(job)))
  if (job.state === 'failed') return fail({ ...bulkProblems.failed, ...(job.problem as BulkProblem) })
  return ok(job.state === 'done' ? manifest(job, await findFiles(deps.db, job.jobId), call) : underway(job))
}

/** The result of a view export; other jobs have theirs in their status. */
export async function answerViewResult(deps: BulkDeps, call: BulkCall): Promise<BulkAnswered> {
  const found = await jobOf(deps, call)
  if (!found.ok) return found
  return viewExportResult(found.value, await findFiles(deps.db, found.value.jobId), call)
}

/** A job is shown only to whoever asked for it; to others it does not exist. */
async function jobOf(deps: BulkDeps, call: BulkCall): Promise<Result<Job, BulkProblem>> {
  const may = await mayWork(deps, call)
  if (!may.ok) return may
  const jobId = call.pairs.find(([name]) => name === 'job')?.[1] ?? ''
  const job = isUuid(jobId) ? await findJob(deps.db, jobId) : undefined
  const isTheirs =
    job && JSON.stringify((job.asked as AskedExport).actor) === JSON.stringify(call.caller.actor)
  return isTheirs && job.state !== 'cancelled' ? ok(job) : fail(bulkProblems.noSuchJob)
}

/** Bulk Data Access 2.0, 3.1.4.2: at most 100 characters of text. */
function underway({ state, progress }: Job): BulkAnswer {
  const { said } = progress as { said?: string }
  const headers = { 'x-progress': state === 'waiting' ? 'waiting' : (said ?? 'started'), 'retry-after': '1' }
  return { status: 202, body: '', headers }
}

function manifest(job: Job, files: readonly JobFile[], { caller }: BulkCall): BulkAnswer {
  const asked = job.asked as AskedExport | AskedImport
  const listed = (role: JobFile['role']) =>
    files
      .filter((file) => file.role === role && file.lines > 0)
      .map(({ type, number, lines }) => ({
        type,
        url: `${caller.base}/$bulk-file?job=${job.jobId}&file=${number}`,
        count: lines,
      }))
  const text = JSON.stringify({
    transactionTime: asked.transactionTime,
    request: asked.request,
    // There is no sign-in yet: whoever may ask may also fetch.
    requiresAccessToken: false,
    output: listed('output'),
    ...(job.kind === 'export' ? { deleted: listed('deleted') } : {}),
    error: listed('error'),
  })
  return {
    status: 200,
    body: '',
    headers: job.expiresAt ? { expires: job.expiresAt.toUTCString() } : {},
    stream: { contentType: 'application/json; charset=utf-8', from: Readable.from([text]) },
  }
}

/** One file of a finished job, packed when the client takes it packed. */
export async function answerFile(deps: BulkDeps, call: BulkCall): Promise<BulkAnswered> {
  const found = await jobOf(deps, call)
  if (!found.ok) return found
  const asked = call.pairs.find(([name]) => name === 'file')?.[1] ?? ''
  const number = /^\d{1,6}$/.test(asked) ? Number(asked) : -1
  const { jobId, state, kind } = found.value
  const file = (await findFiles(deps.db, jobId)).find((f) => f.number === number)
  if (state !== 'done' || !file) return fail(bulkProblems.noSuchFile)
  const handle = await open(join(deps.dir, jobId, file.name)).catch(() => null)
  if (!handle) return fail(bulkProblems.noSuchFile)
  const stored = handle.createReadStream({ highWaterMark: 262_144 })
  const isPacked = file.isGzip && call.caller.acceptsGzip === true
  // A client that goes away in the middle is no error of ours.
  const from = file.isGzip && !isPacked ? pipeline(stored, createGunzip(), () => {}) : stored
  const rows = kind === 'view-export' ? rowsFile(found.value, number) : null
  return ok({
    status: 200,
    body: '',
    headers: {
      ...(rows ? { 'content-disposition': rows.disposition } : {}),
      vary: 'accept-encoding',
      ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
      ...(isPacked || !file.isGzip ? { 'content-length': String(file.bytes) } : {}),
    },
    stream: { contentType: rows?.contentType ?? 'application/fhir+ndjson', from },
  })
}
