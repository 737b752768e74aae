import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Tx } from '#foundation/db'
import { newId } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import type { MessageProblem } from '#vocabulary/bhyt'
import { announceAccepted, correctedBy } from './announce-accepted.ts'
import { type CutRecord, cutRecords, type PartHead } from './cut-records.ts'
import { toFile } from './file-row.ts'
import { refusals } from './intake.problems.ts'
import type { Arriving, KeepDeps, ReceiptAnswer, Refusal } from './keep.types.ts'
import { keepFile } from './keep-file.ts'
import { lookAround } from './look-around.ts'
import {
  closeSetAside,
  findKnownShas,
  insertFiles,
  insertReceipts,
  type PartToWrite,
  type ReceiptToWrite,
  type ReceivedFile,
} from './receipt.queries.ts'
import { answerOf, isForeign, partRow, receiptRow } from './receipt-row.ts'

/** One message of a door through which many small ones come. One beyond a megabyte is kept by itself. */
export interface MessageToKeep extends Arriving {
  readonly bytes: Uint8Array
  readonly fileName: string | null
  /** The facility the door knows the sender to be. */
  readonly claimedFacility: string | null
}

/**
 * Keeps many small messages in one transaction and answers each, in their order: a door with many senders pays for one
 * commit where it would have paid for fifty. The same promise as `keepFile`: what is answered ok is committed, what is
 * refused left nothing. A message whose bytes came before, alone or earlier in the batch, gets the first receipt.
 */
export async function keepMessages(
  deps: KeepDeps,
  messages: readonly MessageToKeep[],
): Promise<Result<ReceiptAnswer, Refusal>[]> {
  const now = deps.clock.now()
  const read: (ReadMessage | Refusal | 'large')[] = []
  for (const message of messages)
    read.push(message.bytes.length > large ? 'large' : await readMessage(deps, message, now))
  const fresh = await withoutKnown(
    deps,
    read.filter((each) => each !== 'large').filter((each) => 'receipt' in each),
  )
  // A neighbour process may have kept one of them since: then each is tried by itself.
  const isKept = fresh.length > 0 && (await deps.db.transaction((tx) => writeAll(tx, deps, fresh, now)))
  const kept = new Map(isKept ? fresh.map((each) => [each, each.answer] as const) : [])
  const answers: Result<ReceiptAnswer, Refusal>[] = []
  for (const [index, each] of read.entries()) {
    if (each !== 'large' && !('receipt' in each)) answers.push(fail(each))
    else {
      const answer = each === 'large' ? undefined : kept.get(each)
      answers.push(answer ? ok(answer) : await keepAlone(deps, messages[index]!))
    }
  }
  return answers
}

const large = 1_048_576

const keepAlone = (deps: KeepDeps, { bytes, ...says }: MessageToKeep) =>
  keepFile(deps, {
    ...says,
    source: oneChunk(bytes),
  })

async function* oneChunk(bytes: Uint8Array) {
  yield bytes
}

interface ReadMessage {
  readonly receipt: ReceiptToWrite
  readonly part: PartToWrite
  readonly gzip: Buffer
  readonly files: readonly ReceivedFile[]
  readonly answer: ReceiptAnswer
}

/** Gzip of so little at a time; the thread pool would cost more than the work. */
const level = { level: 1 }

async function readMessage(deps: KeepDeps, message: MessageToKeep, at: Date): Promise<ReadMessage | Refusal> {
  const { bytes, fileName, claimedFacility } = message
  if (bytes.length === 0) return { problems: [refusals.empty], size: null }
  const sha256 = createHash('sha256').update(bytes).digest()
  const shard = sha256.readUInt16BE(0)
  let head: PartHead | null = null
  const records: CutRecord[] = []
  const problems: MessageProblem[] = []
  const context = { fileName, facilityCode: claimedFacility, keys: new Set<string>(), ...lookAround(deps.db) }
  for await (const item of cutRecords(oneChunk(bytes), context)) {
    if (item.kind === 'refused') return { problems: item.problems, size: bytes.length }
    if (item.kind === 'head') head = item.head
    else if (item.kind === 'record') records.push(item.record)
    else problems.push(...item.problems)
  }
  if (head) problems.unshift(...head.problems)
  const says = [head?.facilityCode, ...records.map((record) => record.facilityCode)]
  if (says.some((code) => isForeign(claimedFacility, code)))
    return { problems: [refusals.notYourFacility], size: bytes.length }
  if (!head || records.length === 0)
    return {
      problems: [...problems.filter((p) => p.severity === 'error'), refusals.noRecord],
      size: bytes.length,
    }
  const kept = { shard, receiptId: newId(shard, at.getTime()), sha256, size: bytes.length, at }
  const { receiptId } = kept
  const files = records.map((record) => ({
    ...{ shard, receipt_id: receiptId },
    ...toFile(record, 0, message.lane ?? 'live'),
  }))
  const answered = files.map((file) => answerOf(file))
  return {
    receipt: receiptRow(kept, message, head, answered, problems),
    part: partRow(kept, message, { number: 0, name: null, head, signature: null }),
    gzip: gzipSync(bytes, level),
    files,
    answer: { receiptId, alreadyReceivedAt: null, files: answered, problems },
  }
}

/** What is new in this batch: not kept before, and the first of its like. */
async function withoutKnown(deps: KeepDeps, read: readonly ReadMessage[]): Promise<ReadMessage[]> {
  if (read.length === 0) return []
  const known = new Set(
    (
      await findKnownShas(
        deps.db,
        read.map((each) => each.receipt),
      )
    ).map((row) => row.sha256.toString('base64')),
  )
  return read.filter(({ receipt }) => {
    const sha = receipt.sha256.toString('base64')
    if (known.has(sha)) return false
    known.add(sha)
    return true
  })
}

class SomebodyWasFaster extends Error {}

async function writeAll(tx: Tx, deps: KeepDeps, fresh: readonly ReadMessage[], now: Date): Promise<boolean> {
  const files = fresh.flatMap((each) => each.files)
  try {
    await tx.savepoint(async () => {
      if ((await insertReceipts(tx, fresh)) !== fresh.length) throw new SomebodyWasFaster()
      await insertFiles(tx, files, now.toISOString())
      await closeSetAside(tx, correctedBy(files), now.toISOString())
      await announceAccepted(tx, deps.announce, files)
    })
    return true
  } catch (error) {
    if (error instanceof SomebodyWasFaster) return false
    throw error
  }
}
