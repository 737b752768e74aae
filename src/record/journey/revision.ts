import type { OpenedRecord } from '#record/intake'
import type { SentMessage } from '#vocabulary/messages'
import type { VisitRow } from './visit.queries.ts'

/** A check-in knows the beginning only: what bảng 1 has told of the whole visit stays, whichever comes first. */
export const saysLess = (message: SentMessage, before: VisitRow) =>
  message.kind === 'check-in' && before.kind === 'visit'

/**
 * Revision is when the sender wrote it, where both messages say so (HL7 arrives out of order); else the time of receipt;
 * within one receipt, the place in the file. A replay of the same record is not older.
 */
export function isOlder(record: OpenedRecord, message: SentMessage, before: VisitRow): boolean {
  const said = message.saidAt && before.said_at ? Date.parse(message.saidAt) - before.said_at.getTime() : 0
  if (said !== 0) return said < 0
  const apart = record.receivedAt.getTime() - before.received_at.getTime()
  if (apart !== 0) return apart < 0
  if (record.receiptId !== before.receipt_id) return record.receiptId < before.receipt_id
  return record.fileNumber < before.file_number
}
