import { join } from 'node:path'
import type { Database, Tx } from '#foundation/db'
import { newId } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import type { MessageProblem } from '#vocabulary/bhyt'
import { announceAccepted, correctedBy } from './announce-accepted.ts'
import { type CheckedSignature, checkSignature, isSignedFormat, unsigned } from './check-signature.ts'
import { type CutRecord, cutRecords, type PartHead } from './cut-records.ts'
import { rememberProblems, toFile } from './file-row.ts'
import { refusals } from './intake.problems.ts'
import type { FileToKeep, KeepDeps, ReceiptAnswer, Refusal } from './keep.types.ts'
import { type LookAround, lookAround } from './look-around.ts'
import { openZip } from './open-zip.ts'
import { cutChunks } from './raw-chunks.ts'
import {
  closeSetAside,
  findFiles,
  findReceiptBySha,
  finishReceipt,
  insertChunk,
  insertFiles,
  insertPart,
  type ReceivedFile,
} from './receipt.queries.ts'
import { answerOf, isForeign, type Kept, partRow, receiptRow } from './receipt-row.ts'
import { type Spooled, spool } from './spool.ts'

/**
 * Keeps a file and says what will become of each of its records. When this returns ok, bytes, receipt, records and
 * events are committed; when it returns a refusal or throws, nothing is kept.
 */
export async function keepFile(deps: KeepDeps, file: FileToKeep): Promise<Result<ReceiptAnswer, Refusal>> {
  const options = { dir: join(deps.tempDir, 'spool'), limits: deps.limits }
  const taken = await spool(file.source, options)
  if (!taken.ok) return fail({ problems: [taken.problem], size: null })
  const { spooled, container } = taken.value
  const parts: { name: string | null; spooled: Spooled }[] = []
  try {
    const shard = spooled.sha256.readUInt16BE(0)
    const before = await findAnswer(deps.db, shard, spooled.sha256)
    if (before) return theirs(before, file, spooled.size)
    if (container === 'zip' && spooled.path) {
      const opened = await openZip(spooled.path, options)
      if (!opened.ok) return fail({ problems: [opened.problem], size: spooled.size })
      parts.push(...opened.value)
    } else {
      parts.push({ name: null, spooled })
    }
    const kept = await keepParts(deps, file, { shard, sha256: spooled.sha256, size: spooled.size, parts })
    if (kept !== 'already-there') return kept
    return theirs((await findAnswer(deps.db, shard, spooled.sha256))!, file, spooled.size)
  } finally {
    await spooled.dispose()
    await Promise.all(parts.map((part) => part.spooled.dispose()))
  }
}

/** The first receipt of these bytes, unless they are another facility's: knowing its bytes opens nobody's answer. */
const theirs = (answer: ReceiptAnswer, file: FileToKeep, size: number): Result<ReceiptAnswer, Refusal> =>
  answer.files.some(({ facility }) => isForeign(file.claimedFacility, facility))
    ? fail({ problems: [refusals.notYourFacility], size })
    : ok(answer)

interface Arrival {
  readonly shard: number
  readonly sha256: Buffer
  readonly size: number
  readonly parts: readonly { readonly name: string | null; readonly spooled: Spooled }[]
}

class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super('refused')
    this.refusal = refusal
  }
}
class AlreadyThere extends Error {}

async function keepParts(
  deps: KeepDeps,
  file: FileToKeep,
  arrival: Arrival,
): Promise<Result<ReceiptAnswer, Refusal> | 'already-there'> {
  const at = deps.clock.now()
  const { shard, sha256, size } = arrival
  const kept = { shard, receiptId: newId(shard, at.getTime()), sha256, size, at }
  const records = readArrival(file, arrival, lookAround(deps.db))
  try {
    // Small files are read, and signatures checked, before the transaction begins: it is as short as its statements.
    const first = await takeSome(records)
    const signatures = await checkSignatures(deps, arrival, at)
    const answer = await deps.db.transaction((tx) =>
      writeReceipt(tx, deps, file, { ...arrival, kept, signatures }, first, records),
    )
    return ok(answer)
  } catch (thrown) {
    if (thrown instanceof Refused) return fail(thrown.refusal)
    if (thrown instanceof AlreadyThere) return 'already-there'
    throw thrown
  }
}

type Item =
  | { readonly kind: 'head'; readonly part: number; readonly head: PartHead }
  | { readonly kind: 'record'; readonly part: number; readonly record: CutRecord }
  | { readonly kind: 'end'; readonly part: number; readonly problems: readonly MessageProblem[] }

/** Milliseconds of reading at a stretch. */
const longestSlice = 8

/** All parts of the arrival as one stream of items; throws `Refused` when the file cannot be taken. */
async function* readArrival(file: FileToKeep, arrival: Arrival, around: LookAround): AsyncGenerator<Item> {
  const keys = new Set<string>()
  let number = 0
  let sliceBegan = performance.now()
  for (const [part, { spooled, name }] of arrival.parts.entries()) {
    for await (const item of cutRecords(spooled.read(), {
      fileName: name ?? file.fileName,
      facilityCode: file.claimedFacility,
      keys,
      ...around,
    })) {
      if (item.kind === 'refused') throw new Refused({ problems: item.problems, size: arrival.size })
      if (item.kind === 'head') {
        if (isForeign(file.claimedFacility, item.head.facilityCode))
          throw new Refused({ problems: [refusals.notYourFacility], size: arrival.size })
        yield { kind: 'head', part, head: item.head }
      } else if (item.kind === 'end') {
        yield { kind: 'end', part, problems: item.problems }
      } else {
        number += 1
        if (isForeign(file.claimedFacility, item.record.facilityCode))
          throw new Refused({ problems: [refusals.notYourFacility], size: arrival.size })
        yield { kind: 'record', part, record: { ...item.record, number } }
        if (performance.now() - sliceBegan > longestSlice) {
          file.onProgress?.({
            bytes: item.record.start + item.record.length,
            size: arrival.size,
            records: number,
          })
          // Reading is CPU work: let other requests through.
          await new Promise((resolve) => setImmediate(resolve))
          sliceBegan = performance.now()
        }
      }
    }
  }
}

const someRecords = 200

async function takeSome(items: AsyncGenerator<Item>): Promise<{ items: Item[]; isAll: boolean }> {
  const taken: Item[] = []
  while (taken.length < someRecords) {
    const next = await items.next()
    if (next.done) return { items: taken, isAll: true }
    taken.push(next.value)
  }
  return { items: taken, isAll: false }
}

/** By part. What is no file of the BHYT family is told of no signature, see `writeReceipt`. */
async function checkSignatures(deps: KeepDeps, { parts }: Arrival, at: Date): Promise<CheckedSignature[]> {
  const found: CheckedSignature[] = []
  for (const { spooled } of parts)
    found.push(await checkSignature(spooled, { at, authorities: deps.authorities ?? null }))
  return found
}

async function writeReceipt(
  tx: Tx,
  deps: KeepDeps,
  file: FileToKeep,
  arrival: Arrival & { readonly kept: Kept; readonly signatures: readonly CheckedSignature[] },
  first: { readonly items: readonly Item[]; readonly isAll: boolean },
  rest: AsyncGenerator<Item>,
): Promise<ReceiptAnswer> {
  const { kept, parts } = arrival
  const { shard, receiptId } = kept
  const at = kept.at.toISOString()
  const heads = new Map<number, PartHead>()
  const files: ReceiptAnswer['files'][number][] = []
  const problems: MessageProblem[] = []
  let waiting: ReceivedFile[] = []

  const once = rememberProblems()
  const flush = async () => {
    if (waiting.length === 0) return
    await insertFiles(tx, waiting, at)
    await closeSetAside(tx, correctedBy(waiting), at)
    await announceAccepted(tx, deps.announce, waiting)
    waiting = []
  }
  const take = async (item: Item) => {
    if (item.kind === 'head') {
      heads.set(item.part, item.head)
      problems.push(...item.head.problems)
    } else if (item.kind === 'end') {
      problems.push(...item.problems)
    } else {
      const row = { shard, receipt_id: receiptId, ...toFile(item.record, item.part, file.lane ?? 'live') }
      waiting.push(row)
      files.push(answerOf(row, row.problems.map(once)))
      if (waiting.length >= 500) await flush()
    }
  }
  for (const item of first.items) await take(item)
  if (!first.isAll) for await (const item of rest) await take(item)
  if (files.length === 0)
    throw new Refused({
      problems: [...problems.filter((p) => p.severity === 'error'), refusals.noRecord],
      size: arrival.size,
    })

  const signatures = arrival.signatures.map((found, part) =>
    isSignedFormat(heads.get(part)?.format) ? found : unsigned,
  )
  problems.push(...signatures.flatMap((found) => found.problems))
  const receipt = receiptRow(kept, file, heads.get(0), files, problems)
  for (const [number, { spooled, name }] of parts.entries()) {
    const { sha256, size } = spooled
    const part = { number, name, head: heads.get(number), signature: signatures[number]!.record }
    const row = partRow({ ...kept, sha256, size }, file, part)
    if (number > 0) await insertPart(tx, row)
    for await (const chunk of cutChunks(spooled.read())) {
      if (number > 0 || chunk.start > 0) await insertChunk(tx, row, chunk)
      else if (!(await finishReceipt(tx, receipt, row, chunk, waiting, correctedBy(waiting))))
        throw new AlreadyThere()
    }
  }
  await announceAccepted(tx, deps.announce, waiting)
  return { receiptId, alreadyReceivedAt: null, files, problems }
}

async function findAnswer(db: Database, shard: number, sha256: Buffer): Promise<ReceiptAnswer | null> {
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
