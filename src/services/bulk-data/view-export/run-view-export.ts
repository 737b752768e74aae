import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { compileView, type RowsText, resourcesIn, rowsText, rowWriter, ViewMisfit } from '#vocabulary/views'
import type { BulkDeps } from '../bulk.types.ts'
import { findFiles, insertFile } from '../job.queries.ts'
import { type AskedViews, askedViews, type Work } from '../job.types.ts'
import { JobFailed } from '../job-failed.ts'
import { paceOf } from '../pace.ts'
import { type PackedFile, packedFile } from '../packed-file.ts'
import { patientChunks } from '../patient-chunks.ts'
import { waitUntilSettled } from '../wait-until-settled.ts'
import { viewExportProblems } from './view-export.problems.ts'

/** Characters of one file, before packing: a view can make far more of the data than the data are. */
const mostText = 100_000_000_000

/** Writes one file per view. A file that was finished before a restart is not made again. */
export async function runViewExport(deps: BulkDeps, work: Work): Promise<void> {
  const asked = askedViews.parse(work.job.asked)
  const { db, log } = deps
  const { jobId, askedAt } = work.job
  await mkdir(work.folder, { recursive: true, mode: 0o700 })
  if (!(await waitUntilSettled(deps, askedAt, paceOf(deps).settle, work.signal)))
    log.warn({ job: jobId }, 'a long transaction is still running: the view export goes on without it')
  const done = new Set((await findFiles(db, jobId)).map((file) => file.number))
  for (const number of asked.views.keys()) {
    if (done.has(number)) continue
    // The view's name is the client's: on disk a file has its number.
    const name = `${number}.${asked.format}.gz`
    const file = packedFile(join(work.folder, name))
    try {
      const { type, lines } = await writeView(deps, work, asked, number, file)
      const bytes = await file.finish()
      await insertFile(db, jobId, { number, role: 'output', type, name, isGzip: true, lines, bytes })
    } catch (error) {
      await file.giveUp()
      if (error instanceof ViewMisfit) throw new JobFailed({ ...error.problem, status: 422 })
      throw error
    }
  }
}

async function writeView(
  deps: BulkDeps,
  work: Work,
  asked: AskedViews,
  number: number,
  { into }: PackedFile,
): Promise<{ type: string; lines: number }> {
  const view = compileView(asked.views[number]!.definition)
  if (!view.ok) throw new JobFailed({ ...view.problem, status: 422 })
  const writer = rowWriter(asked.format, view.value, asked.header)
  const rows = rowsText(view.value, writer)
  let text = 0
  const spent = (length: number) => {
    text += length
    if (text > mostText) throw new JobFailed(viewExportProblems.tooMuch)
    work.report({ said: `${number} of ${asked.views.length} views, ${rows.count()} rows of the next` })
  }
  const pour = (lines: Readable) => {
    const options = { signal: work.signal, end: false }
    return pipeline(lines, (source: AsyncIterable<Buffer>) => told(rows, source, spent), into, options)
  }
  const { resource: type } = view.value
  into.write(writer.start)
  for (const patientIds of patientChunks(asked.patientIds)) {
    const options = {
      type,
      until: new Date(asked.transactionTime),
      ...(asked.since === null ? {} : { since: new Date(asked.since) }),
      ...(patientIds === null ? {} : { patientIds }),
    }
    const given = await deps.gate.export(asked.actor, asked.purpose, options, pour)
    if (!given.ok) throw new JobFailed(given.problem)
  }
  if (!into.write(writer.end)) await once(into, 'drain', { signal: work.signal })
  return { type, lines: rows.count() }
}

/** The rows of what comes in; after every piece it is said how far they are. */
async function* told(rows: RowsText, source: AsyncIterable<Buffer>, spent: (length: number) => void) {
  for await (const piece of rows.pieces(resourcesIn(source))) {
    spent(piece.length)
    yield piece
  }
}
