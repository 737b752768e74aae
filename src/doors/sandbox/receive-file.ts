import { isUuid } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import type { MessageProblem } from '#vocabulary/bhyt'
import { addEvidence, type Measure } from './add-evidence.ts'
import type { SandboxFileAnswer } from './api.types.ts'
import { buildReport, plansOf } from './build-report.ts'
import type { Evidence } from './evidence.types.ts'
import { observeRecord, type ReadItemRecord } from './observe-record.ts'
import { expiryOf, type SandboxDeps } from './open-sandbox.ts'
import { problems } from './sandbox.problems.ts'
import { insertFile, keepEvidence, lockSandbox, type SandboxWhole } from './sandbox.queries.ts'

/** One thing the intake says while it reads a file. */
export type ReadItem =
  | { readonly kind: 'head' }
  | { readonly kind: 'record'; readonly record: ReadItemRecord }
  | { readonly kind: 'end'; readonly problems: readonly MessageProblem[] }
  | { readonly kind: 'refused'; readonly problems: readonly MessageProblem[] }

/** Reads a file exactly as the intake does, rules included, and keeps nothing. */
export type ReadFile = (
  source: AsyncIterable<Uint8Array>,
  context: { readonly fileName: string | null; readonly facilityCode: string | null },
) => AsyncIterable<ReadItem>

export interface ReceiveDeps extends SandboxDeps {
  readonly readFile: ReadFile
}

export interface SentFile {
  readonly source: AsyncIterable<Uint8Array>
  readonly fileName: string | null
}

/** So many problems are told in the answer; the report counts them all. */
const mostTold = 200

/**
 * Reads a file, adds what was seen to the evidence, answers what became of it. The bytes are gone afterwards. The file is
 * taken in whole before the sandbox is locked: a slow sender holds up nobody.
 */
export async function receiveFile(
  deps: ReceiveDeps,
  sandboxId: string,
  file: SentFile,
): Promise<Result<SandboxFileAnswer>> {
  if (!isUuid(sandboxId)) return fail(problems.notFound)
  const bytes = await collect(file.source, deps.limits.maxBytes)
  if (!bytes) return fail(problems.tooLarge(Math.round(deps.limits.maxBytes / 1_048_576)))
  return deps.db.transaction(async (tx) => {
    const sandbox = await lockSandbox(tx, sandboxId)
    if (!sandbox) return fail(problems.notFound)
    if (sandbox.evidence.records >= deps.limits.maxMessages)
      return fail(problems.full(deps.limits.maxMessages))
    const { evidence } = sandbox
    const number = ++evidence.files
    const read = await readInto(deps, sandbox, evidence, number, bytes, file.fileName)
    const now = deps.clock.now()
    const report = buildReport(sandbox, evidence, now, deps.rules)
    await insertFile(
      tx,
      sandboxId,
      {
        number,
        fileName: file.fileName,
        size: bytes.length,
        records: read.records,
        accepted: read.accepted,
        refusal: read.refusal,
      },
      now,
    )
    const starts = sandbox.state === 'draft' && read.records > 0
    await keepEvidence(tx, sandboxId, {
      evidence,
      score: report.score.total,
      blockers: report.blockers.length,
      state: starts ? 'testing' : sandbox.state,
      stateSince: starts ? now : sandbox.stateSince,
      lastMessageAt: read.records > 0 ? now : sandbox.lastMessageAt,
      expiresAt: expiryOf(now, deps.limits.keepDays),
    })
    return ok({
      file: number,
      records: read.records,
      accepted: read.accepted,
      problems: read.problems,
      score: report.score.total,
      blockers: report.blockers.length,
    })
  })
}

async function readInto(
  deps: ReceiveDeps,
  sandbox: SandboxWhole,
  evidence: Evidence,
  number: number,
  bytes: Buffer,
  fileName: string | null,
) {
  const measure: Measure = {
    plans: plansOf(sandbox),
    blockingRules: new Set([...deps.rules.values()].filter((r) => r.blocksGoLive).map((r) => r.id)),
  }
  const told: SandboxFileAnswer['problems'][number][] = []
  const tell = (record: number, found: readonly MessageProblem[]) => {
    for (const p of found) if (told.length < mostTold && p.severity !== 'info') told.push(toldOf(record, p))
  }
  const before = evidence.accepted
  let records = 0
  let refusal: string | null = null
  const context = { fileName, facilityCode: sandbox.facilityCode }
  for await (const item of deps.readFile(once(bytes), context)) {
    if (item.kind === 'refused') {
      refusal = item.problems[0]?.message ?? null
      tell(0, item.problems)
    } else if (item.kind === 'end') tell(0, item.problems)
    else if (item.kind === 'record') {
      const seen = observeRecord(item.record, sandbox.facilityCode)
      addEvidence(evidence, seen, number, measure)
      tell(seen.number, seen.problems)
      records++
      if (evidence.records >= deps.limits.maxMessages) break
    }
  }
  return { records, accepted: evidence.accepted - before, refusal, problems: told }
}

const toldOf = (record: number, p: MessageProblem) => ({
  record,
  code: p.code,
  severity: p.severity,
  table: p.table ?? null,
  row: p.row ?? null,
  field: p.field ?? null,
  message: p.message,
})

async function* once(bytes: Buffer) {
  yield bytes
}

/** Null when there is more than may come. */
async function collect(source: AsyncIterable<Uint8Array>, most: number): Promise<Buffer | null> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of source) {
    size += piece.length
    if (size > most) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
