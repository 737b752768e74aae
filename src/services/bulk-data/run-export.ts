import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BulkDeps } from './bulk.types.ts'
import { earlier } from './earlier.ts'
import { filterLines } from './filter-lines.ts'
import { findFiles, insertFile } from './job.queries.ts'
import { type AskedExport, askedExport, type Work } from './job.types.ts'
import { JobFailed } from './job-failed.ts'
import { paceOf } from './pace.ts'
import { type PackedFile, packedFile } from './packed-file.ts'
import { patientChunks } from './patient-chunks.ts'
import { type Matches, matcherFor } from './read-type-filter.ts'
import { waitUntilSettled } from './wait-until-settled.ts'
import { writeDeleted } from './write-deleted.ts'

/** Writes one file per type. A file that was finished before a restart is not made again. */
export async function runExport(deps: BulkDeps, work: Work): Promise<void> {
  const asked = askedExport.parse(work.job.asked)
  const { db, log } = deps
  const { jobId } = work.job
  await mkdir(work.folder, { recursive: true, mode: 0o700 })
  const isSettled = await waitUntilSettled(deps, work.job.askedAt, paceOf(deps).settle, work.signal)
  if (!isSettled)
    log.warn({ job: jobId }, 'a long transaction is still running: the export goes on without it')
  const done = new Set((await findFiles(db, jobId)).map((file) => file.number))
  let resources = 0
  for (const [index, { type, filters }] of asked.types.entries()) {
    const number = index * 2
    if (!done.has(number)) {
      const name = `${type}.ndjson.gz`
      const file = packedFile(join(work.folder, name))
      const lines = await orGiveUp(file, () => writeType(deps, work, asked, type, filters, file))
      const bytes = await file.finish()
      await insertFile(db, jobId, { number, role: 'output', type, name, isGzip: true, lines, bytes })
      resources += lines
    }
    if (asked.withDeleted && !done.has(number + 1)) {
      const name = `${type}.deleted.ndjson.gz`
      const file = packedFile(join(work.folder, name))
      const lines = await orGiveUp(file, () => writeDeleted(deps, work, asked, type, file.into))
      const bytes = await file.finish()
      const entry = { role: 'deleted', type: 'Bundle', name, isGzip: true, lines, bytes } as const
      await insertFile(db, jobId, { number: number + 1, ...entry })
    }
    work.report({ said: `${index + 1} of ${asked.types.length} types, ${resources} resources` })
  }
}

async function orGiveUp<T>(file: PackedFile, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    await file.giveUp()
    throw error
  }
}

async function writeType(
  deps: BulkDeps,
  work: Work,
  asked: AskedExport,
  type: string,
  filters: readonly string[],
  file: PackedFile,
): Promise<number> {
  const matches = filters.map((filter): Matches => {
    const made = matcherFor(type, filter, deps, asked.base)
    if (!made.ok) throw new JobFailed(made.problem)
    return made.value
  })
  let lines = 0
  for (const patientIds of patientChunks(asked.patientIds)) {
    const filter = matches.length > 0 ? filterLines(matches) : null
    const pour = (rows: Readable): Promise<void> => {
      const options = { signal: work.signal, end: false }
      return filter ? pipeline(rows, filter.through, file.into, options) : pipeline(rows, file.into, options)
    }
    const rows = {
      type,
      until: earlier(asked.transactionTime, asked.until),
      ...(asked.since === null ? {} : { since: new Date(asked.since) }),
      ...(patientIds === null ? {} : { patientIds }),
    }
    const given = await deps.gate.export(asked.actor, asked.purpose, rows, pour)
    if (!given.ok) throw new JobFailed(given.problem)
    lines += filter ? filter.kept() : given.value
  }
  return lines
}
