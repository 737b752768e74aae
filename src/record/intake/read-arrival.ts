import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { newId } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import type { MessageProblem } from '#vocabulary/bhyt'
import { checkSignature, isSignedFormat, unsigned } from './check-signature.ts'
import { type CutRecord, cutRecords, type PartHead } from './cut-records.ts'
import { toFile } from './file-row.ts'
import { refusals } from './intake.problems.ts'
import type { KeepParts, ReadArrival, Refusal, SmallArrival } from './keep.types.ts'
import { lookAround } from './look-around.ts'
import { answerOf, isForeign, partRow, receiptRow } from './receipt-row.ts'

/** What is read whole before it is written; anything larger is written while it is read (keep-file.ts). */
export const smallAtMost = 1_048_576

/** Milliseconds of reading at a stretch: other requests want their turn. */
const longestSlice = 8

/** Reads a small file or says why it cannot be taken; nothing is written yet. */
export async function readArrival(
  deps: KeepParts,
  arrival: SmallArrival,
): Promise<Result<ReadArrival, Refusal>> {
  const { bytes, fileName, claimedFacility } = arrival
  const at = deps.clock.now()
  const refuse = (problems: readonly MessageProblem[]) => fail({ problems, size: bytes.length })
  if (bytes.length === 0) return fail({ problems: [refusals.empty], size: null })
  let head: PartHead | undefined
  const records: CutRecord[] = []
  const problems: MessageProblem[] = []
  const around = lookAround(deps.db, at)
  const context = { fileName, facilityCode: claimedFacility, keys: new Set<string>(), ...around }
  let sliceBegan = performance.now()
  for await (const item of cutRecords(oneChunk(bytes), context)) {
    if (item.kind === 'refused') return refuse(item.problems)
    if (item.kind === 'end') problems.push(...item.problems)
    else {
      const { facilityCode } = item.kind === 'head' ? item.head : item.record
      if (isForeign(claimedFacility, facilityCode)) return refuse([refusals.notYourFacility])
      if (item.kind === 'record') records.push(item.record)
      else {
        head = item.head
        problems.push(...head.problems)
      }
    }
    if (performance.now() - sliceBegan < longestSlice) continue
    await breathe()
    sliceBegan = performance.now()
  }
  if (!head || records.length === 0)
    return refuse([...problems.filter(({ severity }) => severity === 'error'), refusals.noRecord])
  const signature = isSignedFormat(head.format)
    ? await checkSignature(
        { size: bytes.length, read: () => oneChunk(bytes) },
        { at, authorities: deps.authorities ?? null },
      )
    : unsigned
  problems.push(...signature.problems)

  const sha256 = createHash('sha256').update(bytes).digest()
  const shard = sha256.readUInt16BE(0)
  const receiptId = newId(shard, at.getTime())
  const kept = { shard, receiptId, sha256, size: bytes.length, at }
  const lane = arrival.lane ?? 'live'
  const files = records.map((record) => toFile(kept, record, 0, lane))
  const answered = files.map((file) => answerOf(file))
  return ok({
    receipt: receiptRow(kept, arrival, head, answered, problems),
    part: partRow(kept, arrival, { number: 0, name: null, head, signature: signature.record }),
    chunk: { start: 0, length: bytes.length, gzip: gzipSync(bytes) },
    files,
    answer: { receiptId, alreadyReceivedAt: null, files: answered, problems },
  })
}

/** Bytes as a stream of one piece. */
export async function* oneChunk(bytes: Buffer) {
  yield bytes
}
