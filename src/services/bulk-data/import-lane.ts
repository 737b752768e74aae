import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseUnavailable } from '#foundation/db'
import type { Problem } from '#foundation/result'
import type { Change, ChangeOutcome } from '#gate/access'
import type { BulkDeps } from './bulk.types.ts'
import type { BadLine, CheckedLine } from './check-line.ts'
import type { AskedImport } from './job.types.ts'
import { JobFailed } from './job-failed.ts'

const linesAtOnce = 500
const bytesAtOnce = 4_194_304
/** A database that is away for a moment does not end an import; one that stays away gives the job back. */
const patience = [200, 1_000, 5_000]

interface LaneDeps extends Pick<BulkDeps, 'gate' | 'clock'> {
  readonly asked: Pick<AskedImport, 'actor' | 'purpose'>
  readonly signal: AbortSignal
  onWritten(outcomes: readonly ChangeOutcome[]): void
  onBad(line: BadLine): void
}

/**
 * Writes its share of the lines in batches, one after the other, so that two lines of one resource keep their order.
 * While one batch is on its way the next is gathered; a third makes the reader wait.
 */
export function openLane(deps: LaneDeps) {
  let batch: CheckedLine[] = []
  let bytes = 0
  let keys = new Set<string>()
  let underway: Promise<void> = Promise.resolve()

  const send = async (): Promise<void> => {
    await underway
    if (batch.length === 0) return
    const lines = batch
    batch = []
    bytes = 0
    keys = new Set()
    underway = writeLines(deps, lines)
    // Whoever waits for it next is told; nobody waiting yet is no crash.
    underway.catch(() => {})
  }

  return {
    async add(line: CheckedLine): Promise<void> {
      const key = `${line.type}/${line.id}`
      if (batch.length === linesAtOnce || bytes >= bytesAtOnce || keys.has(key)) await send()
      batch.push(line)
      keys.add(key)
      bytes += line.bytes
    },
    /** Everything given so far is written. */
    async drain(): Promise<void> {
      await send()
      await underway
    },
  }
}

/** All at once; a line that is refused is set aside, and what stood before and after it is written without it. */
async function writeLines(deps: LaneDeps, lines: readonly CheckedLine[]): Promise<void> {
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

async function patiently({ gate, clock, asked, signal }: LaneDeps, changes: readonly Change[]) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await gate.write(asked.actor, asked.purpose, changes, { at: clock.now(), origin: 'bulk:import' })
    } catch (error) {
      const pause = patience[attempt]
      if (!(error instanceof DatabaseUnavailable) || pause === undefined) throw error
      await sleep(pause, undefined, { signal })
    }
  }
}

const lineOf = (problem: Problem) =>
  ({ severity: 'error', code: 'processing', text: problem.message, problem: problem.code }) as const
