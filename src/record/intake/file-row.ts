import type { MessageProblem } from '#vocabulary/bhyt'
import type { CutRecord } from './cut-records.ts'
import type { Lane } from './format.types.ts'
import type { Kept } from './keep.types.ts'
import { isEmergency } from './lanes.ts'
import { measureRecord } from './measure-record.ts'
import type { ReceivedFile } from './receipt.queries.ts'

/** A record as it is written beside its receipt. */
export function toFile(kept: Kept, record: CutRecord, part: number, lane: Lane): ReceivedFile {
  return {
    shard: kept.shard,
    receipt_id: kept.receiptId,
    received_at: kept.at.toISOString(),
    file_number: record.number,
    part,
    start: record.start,
    length: record.length,
    facility: detached(record.facilityCode),
    visit_link_id: detached(record.visitLinkId),
    norm: record.norm,
    status: record.isAccepted ? 'accepted' : 'set-aside',
    problems: record.problems,
    lane: lane === 'live' && record.message && isEmergency(record.message) ? 'emergency' : lane,
    measures: measureRecord(record.message, record.problems),
  }
}

/** A copy of its own: a piece of a decoded record would keep the whole record in memory (V8 slices). */
const detached = (text: string | null) => (text === null ? null : Buffer.from(text).toString())

/** A vendor's habit is the same problem in every record: twenty thousand answers share one object for it. */
export function rememberProblems(): (problem: MessageProblem) => MessageProblem {
  const known = new Map<string, MessageProblem>()
  return (problem) => {
    const key = `${problem.code}|${problem.table}|${problem.row}|${problem.field}|${problem.message}`
    const same = known.get(key)
    if (same) return same
    if (known.size < 2_000) known.set(key, problem)
    return problem
  }
}

/** The one sentence a list of receipts has room for. */
export function headlineOf(
  files: readonly { readonly problems: readonly MessageProblem[] }[],
  problems: readonly MessageProblem[],
): string | null {
  const all = [...problems, ...files.flatMap((f) => f.problems.slice(0, 5))]
  const worst = all.find((p) => p.severity === 'error') ?? all.find((p) => p.severity === 'warning')
  return worst?.message ?? null
}
