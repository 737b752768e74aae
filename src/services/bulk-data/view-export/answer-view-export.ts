import { fail, ok } from '#foundation/result'
import { rowContentType } from '#vocabulary/views'
import { bulkProblems } from '../bulk.problems.ts'
import type { BulkAnswer, BulkAnswered, BulkCall, BulkProblem } from '../bulk.types.ts'
import type { AskedViews, Job, JobFile } from '../job.types.ts'
import { statusUrl } from '../kick-off.ts'
import { viewExportProblems } from './view-export.problems.ts'

type About = Pick<Job, 'jobId' | 'asked'>
type Parameter = Readonly<Record<string, unknown>>

const viewsOf = ({ asked }: Pick<Job, 'asked'>) => asked as AskedViews

/** How it goes, in FHIR's words; `more` is what only the result tells. */
export function aboutJob(
  { jobId, asked }: About,
  status: 'accepted' | 'in-progress' | 'completed',
  call: BulkCall,
  more: readonly Parameter[] = [],
): string {
  const { clientTrackingId, transactionTime } = viewsOf({ asked })
  const parameter: Parameter[] = [
    { name: 'exportId', valueString: jobId },
    ...(clientTrackingId === null ? [] : [{ name: 'clientTrackingId', valueString: clientTrackingId }]),
    { name: 'status', valueCode: status },
    { name: 'location', valueUri: statusUrl(call, jobId) },
    { name: 'cancelUrl', valueUri: statusUrl(call, jobId) },
    { name: 'exportStartTime', valueInstant: transactionTime },
    ...more,
  ]
  return JSON.stringify({ resourceType: 'Parameters', parameter })
}

/** Done or failed, the result says which: whoever asks how it goes is sent there. */
export function viewExportStatus(job: Job, call: BulkCall, underway: BulkAnswer): BulkAnswer {
  if (job.state === 'waiting' || job.state === 'running')
    return { ...underway, body: aboutJob(job, 'in-progress', call) }
  const location = `${call.caller.base}/$view-export-result?job=${job.jobId}`
  return { status: 303, body: '', headers: { location } }
}

/** Where the rows of each view lie. */
export function viewExportResult(job: Job, files: readonly JobFile[], call: BulkCall): BulkAnswered {
  if (job.kind !== 'view-export') return fail(bulkProblems.noSuchJob)
  if (job.state === 'failed') return fail({ ...bulkProblems.failed, ...(job.problem as BulkProblem) })
  if (job.state !== 'done') return fail(viewExportProblems.notYet)
  const { views, format } = viewsOf(job)
  const ended = job.endedAt ?? job.askedAt
  const seconds = Math.round((ended.getTime() - job.askedAt.getTime()) / 1_000)
  const outputs = files.map(({ number }) => ({
    name: 'output',
    part: [
      { name: 'name', valueString: views[number]!.name },
      { name: 'location', valueUri: `${call.caller.base}/$bulk-file?job=${job.jobId}&file=${number}` },
    ],
  }))
  const body = aboutJob(job, 'completed', call, [
    { name: '_format', valueCode: format },
    { name: 'exportEndTime', valueInstant: ended.toISOString() },
    { name: 'exportDuration', valueInteger: seconds },
    ...outputs,
  ])
  const headers: Record<string, string> = job.expiresAt ? { expires: job.expiresAt.toUTCString() } : {}
  return ok({ status: 200, body, headers })
}

/** A file of rows: what it is, and what to call it on the reader's disk. */
export function rowsFile(job: Job, number: number): { contentType: string; disposition: string } {
  const { views, format, header } = viewsOf(job)
  const name = `${views[number]!.name}.${format}`
  // RFC 6266, 4.3: the plain name for old clients, without anything that could be a path; the real one beside it.
  const plain = name
    .normalize('NFD')
    .replace(/[^\w.-]+/g, '_')
    .replace(/^[._]+/, '')
  const whole = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
  return {
    contentType: rowContentType(format, header),
    disposition: `attachment; filename="${plain}"; filename*=UTF-8''${whole}`,
  }
}
