import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseUnavailable } from '#foundation/db'
import type { Problem } from '#foundation/result'
import type { Change, ChangeOutcome } from '#gate/access'
import type { BulkDeps } from './bulk.types.ts'
import type { BadLine, CheckedLine } from './check-line.ts'
import type { AskedImport } from './job.types.ts'
import { JobFailed } from './job-failed.ts'

/** Larger ones cost the database less for each line, and the process more memory. */
const linesAtOnce = 1_000
const bytesAtOnce = 4_194_304
/** On their way at the same time: the database works on these while the next one is made. */
const batchesAtOnce = 2
/** A database that is away for a moment does not end an import; one that stays away gives the job back. */
const patience = [200, 1_000, 5_000]

interface BatchDeps extends Pick<BulkDeps, 'gate' | 'clock'> {
  readonly asked: Pick<AskedImport, 'actor' | 'purpose' | 'base'>
  readonly signal: AbortSignal
  onWritten(outcomes: readonly ChangeOutcome[]): void
  onBad(line: BadLine): void
}

interface Batch {
  readonly lines: CheckedLine[]
  readonly keys: Set<string>
  bytes: number
}

const emptyBatch = (): Batch => ({ lines: [], keys: new Set(), bytes: 0 })

/**
 * Writes lines in batches, two at a time; a third makes the reader wait. Two lines of one resource keep their order: the later
 * one is taken when the batch of the earlier is written.
 */
export function openBatches(deps: BatchDeps) {
  const underway = new Map<Batch, Promise<void>>()
  let batch = emptyBatch()
  let failure: { readonly error: unknown } | null = null

  const oneLess = async () => {
    await Promise.race(underway.values())
    if (failure) throw failure.error
  }
  const send = async () => {
    if (batch.lines.length === 0) return
    while (underway.size >= batchesAtOnce) await oneLess()
    const sent = batch
    batch = emptyBatch()
    const written = writeLines(deps, sent.lines)
      .catch((error: unknown) => {
        failure ??= { error }
      })
      .finally(() => underway.delete(sent))
    underway.set(sent, written)
  }
  const isUnderway = (key: string) => {
    for (const { keys } of underway.keys()) if (keys.has(key)) return true
    return false
  }

  return {
    async add(line: CheckedLine): Promise<void> {
      const key = `${line.type}/${line.id}`
      const isFull = batch.lines.length === linesAtOnce || batch.bytes >= bytesAtOnce
      if (isFull || batch.keys.has(key)) await send()
      while (isUnderway(key)) await oneLess()
      batch.lines.push(line)
      batch.keys.add(key)
      batch.bytes += line.bytes
    },
    /** Everything given so far is written. */
    async drain(): Promise<void> {
      await send()
      while (underway.size > 0) await oneLess()
      if (failure) throw failure.error
    },
    /** Nothing more is sent, and nothing is on its way any more. */
    async giveUp(): Promise<void> {
      batch = emptyBatch()
      await Promise.all(underway.values())
    },
  }
}

/** All at once; a line that is refused is set aside, and what stood before and after it is written without it. */
async function writeLines(deps: BatchDeps, lines: readonly CheckedLine[]): Promise<void> {
  if (lines.length === 0) return
  deps.signal.throwIfAborted()
  const changes = lines.map(({ type, id, resource }): Change => ({ op: 'update', type, at: id, resource }))
  const written = await patiently(deps, changes)
  if (written.ok) return deps.onWritten(written.value)
  const { problem } = written
  if (problem.kind === 'forbidden') throw new JobFailed(problem)
  const refused = lines[problem.index]
  if (!refused) throw new JobFailed(problem)
  deps.onBad({ number: refused.number, name: `${refused.type}/${refused.id}`, why: [lineOf(problem)] })
  await writeLines(deps, lines.slice(0, problem.index))
  await writeLines(deps, lines.slice(problem.index + 1))
}

async function patiently({ gate, clock, asked, signal }: BatchDeps, changes: readonly Change[]) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const { actor, purpose, base } = asked
      return await gate.write(actor, purpose, changes, { at: clock.now(), origin: 'bulk:import', base })
    } catch (error) {
      const pause = patience[attempt]
      if (!(error instanceof DatabaseUnavailable) || pause === undefined) throw error
      await sleep(pause, undefined, { signal })
    }
  }
}

const lineOf = (problem: Problem) =>
  ({ severity: 'error', code: 'processing', text: problem.message, problem: problem.code }) as const
