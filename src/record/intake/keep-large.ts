import { setImmediate as breathe } from 'node:timers/promises'
import type { Tx } from '#foundation/db'
import { newId } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import type { MessageProblem } from '#vocabulary/bhyt'
import { announceAccepted } from './announce-accepted.ts'
import { type CheckedSignature, checkSignature, isSignedFormat, unsigned } from './check-signature.ts'
import { type CutRecord, cutRecords, type PartHead } from './cut-records.ts'
import { rememberProblems, toFile } from './file-row.ts'
import { refusals } from './intake.problems.ts'
import type { FileToKeep, KeepDeps, Kept, ReceiptAnswer, Refusal } from './keep.types.ts'
import { type LookAround, lookAround } from './look-around.ts'
import { cutChunks } from './raw-chunks.ts'
import {
  closeSetAside,
  insertArrivals,
  insertChunk,
  insertFiles,
  insertPart,
  type ReceivedFile,
} from './receipt.queries.ts'
import { answerOf, isForeign, partRow, receiptRow } from './receipt-row.ts'
import type { Spooled } from './spool.ts'

/** A large file, or the files of a zip, spooled and not yet read. */
export interface LargeArrival {
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

/** Keeps a file that is too large to be held: it is written while it is read, in a transaction of its own. */
export async function keepLarge(
  deps: KeepDeps,
  file: FileToKeep,
  arrival: LargeArrival,
): Promise<Result<ReceiptAnswer, Refusal> | 'already-there'> {
  const at = deps.clock.now()
  const { shard, sha256, size } = arrival
  const kept = { shard, receiptId: newId(shard, at.getTime()), sha256, size, at }
  const records = readItems(file, arrival, lookAround(deps.db, at))
  try {
    // Reading begins, and signatures are checked, before the transaction does.
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
async function* readItems(file: FileToKeep, arrival: LargeArrival, around: LookAround): AsyncGenerator<Item> {
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
          await breathe()
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
async function checkSignatures(
  deps: KeepDeps,
  { parts }: LargeArrival,
  at: Date,
): Promise<CheckedSignature[]> {
  const found: CheckedSignature[] = []
  for (const { spooled } of parts)
    found.push(await checkSignature(spooled, { at, authorities: deps.authorities ?? null }))
  return found
}

async function writeReceipt(
  tx: Tx,
  deps: KeepDeps,
  file: FileToKeep,
  arrival: LargeArrival & { readonly kept: Kept; readonly signatures: readonly CheckedSignature[] },
  first: { readonly items: readonly Item[]; readonly isAll: boolean },
  rest: AsyncGenerator<Item>,
): Promise<ReceiptAnswer> {
  const { kept, parts } = arrival
  const { receiptId } = kept
  const heads = new Map<number, PartHead>()
  const files: ReceiptAnswer['files'][number][] = []
  const problems: MessageProblem[] = []
  let waiting: ReceivedFile[] = []

  const once = rememberProblems()
  const flush = async () => {
    if (waiting.length === 0) return
    await insertFiles(tx, waiting)
    await closeSetAside(tx, waiting)
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
      const row = toFile(kept, item.record, item.part, file.lane ?? 'live')
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
      else if ((await insertArrivals(tx, [{ receipt, part: row, chunk, files: waiting }])).length === 0)
        throw new AlreadyThere()
    }
  }
  await announceAccepted(tx, deps.announce, waiting)
  return { receiptId, alreadyReceivedAt: null, files, problems }
}
