import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { ChangeOutcome } from '#gate/access'
import type { BulkDeps } from './bulk.types.ts'
import { checkLine } from './check-line.ts'
import { openErrorFile } from './error-file.ts'
import { openBatches } from './import-batches.ts'
import { insertFile } from './job.queries.ts'
import { type AskedImport, askedImport, type Work } from './job.types.ts'
import { openInput } from './open-input.ts'
import { outcomeText } from './outcome.ts'
import { openSplitter, type RawLine } from './split-lines.ts'

const longestLine = 16 * 1_048_576
/** Everything before such a line is stored and told: a restart goes on from there. */
const checkpointEvery = 20_000

const counts = { created: 0, updated: 0, unchanged: 0 }
const checkpoint = z.object({
  input: z.number(),
  line: z.number(),
  offset: z.number(),
  errorBytes: z.number(),
  errorLines: z.number(),
  counts: z.object({ created: z.number(), updated: z.number(), unchanged: z.number() }),
  said: z.string(),
})
type Checkpoint = z.output<typeof checkpoint>
const beginning: Checkpoint = {
  input: 0,
  line: 0,
  offset: 0,
  errorBytes: 0,
  errorLines: 0,
  counts,
  said: 'started',
}

/** Stores the lines of the job's inputs. A bad line is set aside with its reason while its neighbours go on. */
export async function runImport(deps: BulkDeps, work: Work): Promise<void> {
  const asked = askedImport.parse(work.job.asked)
  await mkdir(work.folder, { recursive: true, mode: 0o700 })
  const before = checkpoint.safeParse(work.job.progress)
  const from = before.success ? before.data : beginning
  const errors = await openErrorFile(join(work.folder, 'errors.ndjson'), {
    bytes: from.errorBytes,
    lines: from.errorLines,
  })
  try {
    const end = await importAll(deps, work, asked, from, errors)
    await writeResult(deps, work, asked, end)
  } finally {
    await errors.close()
  }
}

type ErrorFile = Awaited<ReturnType<typeof openErrorFile>>

async function importAll(
  deps: BulkDeps,
  work: Work,
  asked: AskedImport,
  from: Checkpoint,
  errors: ErrorFile,
): Promise<Checkpoint> {
  const stored = { ...from.counts }
  let inputName = ''
  const batches = openBatches({
    ...deps,
    asked,
    signal: work.signal,
    onBad: (line) => errors.note(inputName, line),
    onWritten: (outcomes) => addUp(stored, outcomes),
  })
  let last = from

  const save = async (input: number, line: number, offset: number) => {
    await batches.drain()
    const { bytes, lines } = await errors.save()
    const sum = stored.created + stored.updated + stored.unchanged
    const said = `${sum} resources stored, ${lines} lines set aside`
    last = { input, line, offset, errorBytes: bytes, errorLines: lines, counts: { ...stored }, said }
    work.report(last)
  }

  try {
    for (let input = from.input; input < asked.inputs.length; input += 1) {
      const { name, type, file, isOwn } = asked.inputs[input]!
      inputName = name
      const path = isOwn ? join(work.folder, file) : join(deps.importDir ?? '', file)
      const start = input === from.input ? from : { line: 0, offset: 0 }
      let next = start.line + checkpointEvery
      const rules = { type, validate: asked.validate, profiles: deps.profiles }
      for await (const lines of linesOf(path, start)) {
        work.signal.throwIfAborted()
        for (const raw of lines) {
          const checked = checkLine(raw, rules)
          const line = checked instanceof Promise ? await checked : checked
          if (line.ok) await batches.add(line.value)
          else errors.note(name, line.problem)
        }
        const end = lines.at(-1)
        if (end && (end.number >= next || errors.isFull())) {
          await save(input, end.number, end.end)
          next = end.number + checkpointEvery
        }
      }
      await save(input + 1, 0, 0)
    }
  } catch (error) {
    // Nothing may still be writing when the job is given back.
    await batches.giveUp()
    throw error
  }
  return last
}

function addUp(into: Checkpoint['counts'], outcomes: readonly ChangeOutcome[]): void {
  for (const { outcome } of outcomes)
    if (outcome === 'created' || outcome === 'updated') into[outcome] += 1
    else into.unchanged += 1
}

async function* linesOf(path: string, from: { line: number; offset: number }): AsyncGenerator<RawLine[]> {
  const splitter = openSplitter(longestLine, from)
  for await (const chunk of openInput(path, from.offset)) yield splitter.push(chunk)
  yield splitter.end()
}

async function writeResult(deps: BulkDeps, work: Work, asked: AskedImport, end: Checkpoint): Promise<void> {
  const { created, updated, unchanged } = end.counts
  const lines = [
    `Tạo mới: ${created}`,
    `Cập nhật: ${updated}`,
    `Không đổi: ${unchanged}`,
    `Để riêng vì có lỗi: ${end.errorLines}`,
  ]
  const text = `${outcomeText(
    lines.map((line) => ({
      severity: 'information',
      code: 'informational',
      text: line,
      diagnostics: asked.request,
    })),
  )}\n`
  await writeFile(join(work.folder, 'summary.ndjson'), text)
  const { jobId } = work.job
  const file = { type: 'OperationOutcome', isGzip: false } as const
  await insertFile(deps.db, jobId, {
    ...{
      ...file,
      number: 0,
      role: 'output',
      name: 'summary.ndjson',
      lines: 1,
      bytes: Buffer.byteLength(text),
    },
  })
  await insertFile(deps.db, jobId, {
    ...{
      ...file,
      number: 1,
      role: 'error',
      name: 'errors.ndjson',
      lines: end.errorLines,
      bytes: end.errorBytes,
    },
  })
}
