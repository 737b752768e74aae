import { createHash } from 'node:crypto'
import type { Database } from '#foundation/db'
import { fail, ok, type Result } from '#foundation/result'
import { refusals } from './intake.problems.ts'
import type { KeepDeps, ReadArrival, ReceiptAnswer, Refusal, SmallArrival } from './keep.types.ts'
import { findFiles, findReceiptBySha } from './receipt.queries.ts'
import { isForeign } from './receipt-row.ts'

/** Writes what was read of a small arrival. What came before gets its first receipt, whatever reading says of it today. */
export async function keepRead(
  deps: KeepDeps,
  { bytes, claimedFacility }: SmallArrival,
  read: Result<ReadArrival, Refusal>,
): Promise<Result<ReceiptAnswer, Refusal>> {
  if (read.ok && (await deps.commit(read.value))) return ok(read.value.answer)
  const sha256 = createHash('sha256').update(bytes).digest()
  const before = await findAnswer(deps.db, sha256)
  if (before) return theirs(before, { claimedFacility, size: bytes.length })
  if (read.ok) throw new Error('intake: bytes that are said to have a receipt have none')
  return read
}

/** The first receipt of these bytes, unless they are another facility's: knowing its bytes opens nobody's answer. */
export const theirs = (
  answer: ReceiptAnswer,
  sender: { readonly claimedFacility: string | null; readonly size: number },
): Result<ReceiptAnswer, Refusal> =>
  answer.files.some(({ facility }) => isForeign(sender.claimedFacility, facility))
    ? fail({ problems: [refusals.notYourFacility], size: sender.size })
    : ok(answer)

/** What was answered when these bytes came first; null: they are new. */
export async function findAnswer(db: Database, sha256: Buffer): Promise<ReceiptAnswer | null> {
  const shard = sha256.readUInt16BE(0)
  const receipt = await findReceiptBySha(db, shard, sha256)
  if (!receipt) return null
  const files = await findFiles(db, shard, receipt.receipt_id, 0, receipt.total)
  return {
    receiptId: receipt.receipt_id,
    alreadyReceivedAt: receipt.received_at.toISOString(),
    problems: receipt.problems,
    files: files.map((f) => ({
      facility: f.facility,
      visitLinkId: f.visit_link_id,
      // Overtaken without ever being stored: it was set aside, and a corrected one has come since.
      status:
        f.status === 'set-aside' || (f.status === 'superseded' && !f.stored_at) ? 'set-aside' : 'accepted',
      problems: f.problems ?? [],
    })),
  }
}
