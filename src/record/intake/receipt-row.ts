import type { MessageProblem } from '#vocabulary/bhyt'
import type { SignatureRecord } from '#vocabulary/xmldsig'
import type { PartHead } from './cut-records.ts'
import { headlineOf } from './file-row.ts'
import type { Arriving, Kept, ReceiptAnswer } from './keep.types.ts'
import { bucketOf } from './raw-chunks.ts'
import type { FileToWrite, PartToWrite, ReceiptToWrite } from './receipt.queries.ts'

/** Another facility than the one the sender is known to be; who names none is nobody's stranger. */
export const isForeign = (claimed: string | null, said: string | null | undefined): boolean =>
  Boolean(claimed && said && said !== claimed)

/** What the sender is told of a record. */
export const answerOf = (row: FileToWrite, problems = row.problems): ReceiptAnswer['files'][number] => ({
  facility: row.facility,
  visitLinkId: row.visit_link_id,
  status: row.status === 'accepted' ? 'accepted' : 'set-aside',
  problems,
})

/** The receipt of what arrived, once every record has been read. `head`: of its first part. */
export function receiptRow(
  kept: Kept,
  says: Arriving & { readonly fileName: string | null },
  head: PartHead | undefined,
  files: ReceiptAnswer['files'],
  problems: readonly MessageProblem[],
): ReceiptToWrite {
  return {
    shard: kept.shard,
    receipt_id: kept.receiptId,
    sha256: kept.sha256,
    received_at: kept.at.toISOString(),
    file_name: says.fileName,
    format: head?.format ?? 'bhyt-xml',
    size: kept.size,
    facility: head?.facilityCode ?? files.find(({ facility }) => facility !== null)?.facility ?? null,
    total: files.length,
    set_aside: files.filter(({ status }) => status === 'set-aside').length,
    warnings: files.filter((file) => file.problems.some(({ severity }) => severity === 'warning')).length,
    headline: headlineOf(files, problems),
    problems,
    channel: says.channel ?? 'http',
    lane: says.lane ?? 'live',
  }
}

/** One part of a receipt: the file itself, or one file of a zip. */
export function partRow(
  kept: Kept,
  says: Arriving,
  part: {
    readonly number: number
    readonly name: string | null
    readonly head: PartHead | undefined
    readonly signature: SignatureRecord | null
  },
): PartToWrite {
  const { head } = part
  return {
    shard: kept.shard,
    receipt_id: kept.receiptId,
    part: part.number,
    name: part.name,
    sha256: kept.sha256,
    size: kept.size,
    format: head?.format ?? 'bhyt-xml',
    encoding: head?.encoding ?? 'utf-8',
    facility: head?.facilityCode ?? null,
    bucket: bucketOf(says.channel ?? 'http', kept.at),
    kept: head?.kept ?? null,
    signature: part.signature,
  }
}
