import { randomUUID } from 'node:crypto'
import { fail, ok } from '#foundation/result'
import { bulkProblems } from '../bulk.problems.ts'
import type { BulkAnswered, BulkCall } from '../bulk.types.ts'
import type { AskedViews } from '../job.types.ts'
import { enqueue, type Kicked, mayWork, statusUrl } from '../kick-off.ts'
import { requestOf } from '../read-export.ts'
import { aboutJob } from './answer-view-export.ts'
import { findPatients } from './find-patients.ts'
import { findViews } from './find-views.ts'
import { readViewExport } from './read-view-export.ts'

/** $viewdefinition-export: the rows of views over the store, as files (SQL on FHIR v2). */
export async function kickOffViewExport(kicked: Kicked, call: BulkCall): Promise<BulkAnswered> {
  const { deps } = kicked
  const { actor, purpose, base, prefer } = call.caller
  if (!prefer.respondAsync) return fail(bulkProblems.notAsync)
  const may = await mayWork(deps, call)
  if (!may.ok) return may
  const wanted = readViewExport(call)
  if (!wanted.ok) return wanted
  const views = await findViews(deps, call, wanted.value.views)
  if (!views.ok) return views
  const patients = await findPatients(deps, call, wanted.value)
  if (!patients.ok) return patients
  const { format, header, clientTrackingId, since } = wanted.value
  const jobId = randomUUID()
  const asked: AskedViews = {
    ...{ request: requestOf(call, 'viewdefinition-export'), actor: actor!, purpose, base },
    transactionTime: deps.clock.now().toISOString(),
    ...{ views: [...views.value], format, header, clientTrackingId },
    since: since?.toISOString() ?? null,
    patientIds: patients.value,
  }
  const queued = await enqueue(kicked, 'view-export', jobId, asked)
  if (!queued.ok) return queued
  const job = { jobId, asked }
  return ok({
    status: 202,
    body: aboutJob(job, 'accepted', call),
    headers: { 'content-location': statusUrl(call, jobId) },
  })
}
