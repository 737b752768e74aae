import { randomUUID } from 'node:crypto'
import type { Queries } from '#foundation/db'
import { fail, ok, type Result } from '#foundation/result'
import { bulkProblems } from './bulk.problems.ts'
import type { BulkAnswered, BulkCall, BulkDeps, BulkProblem } from './bulk.types.ts'
import { findMembers } from './find-members.ts'
import { countOpenJobs, insertJob, lockQueue } from './job.queries.ts'
import type { AskedExport, AskedImport, AskedViews, Job } from './job.types.ts'
import { outcomeText } from './outcome.ts'
import { readExport, requestOf } from './read-export.ts'

const mostOpenJobs = 100

export type Kicked = { readonly deps: BulkDeps; readonly wake: () => void }

/** $export of everything, of all patients, or of a group. */
export async function kickOffExport({ deps, wake }: Kicked, call: BulkCall): Promise<BulkAnswered> {
  const { actor, purpose, base, prefer } = call.caller
  if (!prefer.respondAsync) return fail(bulkProblems.notAsync)
  const wanted = readExport(call, deps)
  if (!wanted.ok) return wanted
  const may = await mayWork(deps, call)
  if (!may.ok) return may
  const patients = await patientsOf(deps, call, wanted.value.patients)
  if (!patients.ok) return patients
  const { types, since, until, told } = wanted.value
  const at = deps.clock.now()
  const asked: AskedExport = {
    request: requestOf(call, 'export'),
    actor: actor!,
    purpose,
    base,
    transactionTime: at.toISOString(),
    types: types.map(({ type, filters }) => ({ type, filters: [...filters] })),
    since: since?.toISOString() ?? null,
    until: until?.toISOString() ?? null,
    patientIds: patients.value,
    withDeleted: since !== null && call.type === undefined,
  }
  return accept({ deps, wake }, call, 'export', randomUUID(), asked, told)
}

/** The gate is asked now, not first by the worker: who may not is told at once. */
export const mayWork = ({ gate }: Pick<BulkDeps, 'gate'>, { caller }: Pick<BulkCall, 'caller'>) =>
  gate.readMany(caller.actor, caller.purpose, [])

async function patientsOf(
  { gate }: BulkDeps,
  call: BulkCall,
  named: readonly string[] | null,
): Promise<Result<string[] | null, BulkProblem>> {
  if (call.type !== 'Group') return ok(named ? [...new Set(named)] : null)
  const members = await findMembers(gate, call.caller.actor, call.caller.purpose, call.id!)
  if (!members.ok) return members
  if (named?.some((id) => !members.value.has(id))) return fail(bulkProblems.outsideGroup)
  return ok([...(named ? new Set(named) : members.value)])
}

/** Where to ask how a job is going. */
export const statusUrl = ({ caller }: Pick<BulkCall, 'caller'>, jobId: string): string =>
  `${caller.base}/$bulk-status?job=${jobId}`

/** PostgreSQL keeps neither in jsonb (datatype-json, 8.14). `\\u0000` is a backslash and letters: harmless. */
const unwritable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/

/** Writes the job down. A thousand kick-offs at once do not all see the last free place. */
export async function enqueue(
  { deps, wake }: Kicked,
  kind: Job['kind'],
  jobId: string,
  asked: AskedExport | AskedImport | AskedViews,
): Promise<Result<null, BulkProblem>> {
  const text = JSON.stringify(asked)
  if (unwritable.test(text)) return fail(bulkProblems.unwritable)
  // Most of a crowd is told without waiting for the lock.
  const isFull = async (db: Queries) => (await countOpenJobs(db)) >= mostOpenJobs
  if (await isFull(deps.db)) return fail(bulkProblems.tooManyJobs)
  const isIn = await deps.db.transaction(async (tx) => {
    await lockQueue(tx)
    if (await isFull(tx)) return false
    await insertJob(tx, { jobId, kind, asked: text, at: new Date(asked.transactionTime) })
    return true
  })
  if (!isIn) return fail(bulkProblems.tooManyJobs)
  wake()
  return ok(null)
}

/** Writes the job down and says where to ask how it is going. */
export async function accept(
  kicked: Kicked,
  call: Pick<BulkCall, 'caller'>,
  kind: Job['kind'],
  jobId: string,
  asked: AskedExport | AskedImport,
  told: readonly string[],
): Promise<BulkAnswered> {
  const queued = await enqueue(kicked, kind, jobId, asked)
  if (!queued.ok) return queued
  const accepted = {
    severity: 'information',
    code: 'informational',
    text: 'Đã nhận việc. Hãy hỏi tiến độ ở địa chỉ trong tiêu đề Content-Location.',
  } as const
  const notDone = told.map((text) => ({ severity: 'warning', code: 'not-supported', text }) as const)
  return ok({
    status: 202,
    body: outcomeText([accepted, ...notDone]),
    isOutcome: true,
    headers: { 'content-location': statusUrl(call, jobId) },
  })
}
