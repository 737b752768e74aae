import type { Clock } from '#foundation/clock'
import type { Database, Tx } from '#foundation/db'
import { shardOf } from '#foundation/ids'
import type { IntakeAnnounce } from './announce-accepted.ts'
import { visitAccepted } from './intake.events.ts'
import { type OpenedRecord, openRecordGroups, type RecordKey } from './open-records.ts'
import { markReplayed, takeSetAside } from './receipt.queries.ts'

export interface ReplayDeps {
  readonly db: Database
  readonly clock: Clock
  readonly announce: IntakeAnnounce
}

export interface ReplayAnswer {
  readonly tried: number
  readonly accepted: number
  readonly setAside: number
}

/** Reads one record again from its bytes, whatever became of it before: after a fix it goes on, or says why not. */
export const replayRecord = (deps: ReplayDeps, key: RecordKey): Promise<ReplayAnswer> =>
  deps.db.transaction((tx) => replayIn(tx, deps, [key]))

/** Reads all set-aside records again, a hundred to a transaction, optionally of one cause, facility or time. */
export async function replaySetAside(
  deps: ReplayDeps,
  filter: {
    readonly code: string | null
    readonly facility: string | null
    /** Received from–to (before), ISO instants. */
    readonly from?: string | null
    readonly to?: string | null
  },
): Promise<ReplayAnswer> {
  const sum = { tried: 0, accepted: 0, setAside: 0 }
  for (let after: string | null = null; ; ) {
    const step = await deps.db.transaction(async (tx) => {
      const rows = await takeSetAside(tx, { from: null, to: null, ...filter, after }, 100)
      const last = rows.at(-1)
      if (!last) return null
      const keys = rows.map((r) => ({ receiptId: r.receipt_id, fileNumber: r.file_number }))
      return { answer: await replayIn(tx, deps, keys), last }
    })
    if (!step) return sum
    sum.tried += step.answer.tried
    sum.accepted += step.answer.accepted
    sum.setAside += step.answer.setAside
    after = step.last.receipt_id + String(step.last.file_number).padStart(9, '0')
  }
}

const behind = { lane: 'back-load' } as const

async function replayIn(tx: Tx, deps: ReplayDeps, keys: readonly RecordKey[]): Promise<ReplayAnswer> {
  const accepted: RecordKey[] = []
  let tried = 0
  for await (const record of openedOf(tx, keys)) {
    tried += 1
    const goesOn = record.message !== null && !record.problems.some((p) => p.severity === 'error')
    await markReplayed(
      tx,
      { shard: shardOf(record.receiptId), receiptId: record.receiptId, fileNumber: record.fileNumber },
      {
        status: goesOn ? 'accepted' : 'set-aside',
        problems: record.problems,
        facility: record.message?.facilityCode ?? null,
        visitLinkId: record.message?.visitLinkId ?? null,
        norm: record.message && 'norm' in record.message ? record.message.norm : null,
      },
    )
    if (goesOn) accepted.push({ receiptId: record.receiptId, fileNumber: record.fileNumber })
  }
  if (accepted.length > 0) {
    await deps.announce(
      tx,
      // Behind whatever comes in today.
      accepted.map((key) => ({
        name: visitAccepted,
        version: 1,
        payload: { ...key, ...(keys.length > 1 ? behind : {}) },
      })),
    )
  }
  return { tried, accepted: accepted.length, setAside: tried - accepted.length }
}

async function* openedOf(tx: Tx, keys: readonly RecordKey[]): AsyncGenerator<OpenedRecord> {
  for await (const group of openRecordGroups(tx, keys)) yield* group
}
