import type { Clock } from '#foundation/clock'
import { DatabaseUnavailable, isTransient, type Tx } from '#foundation/db'
import type { Events, Job } from '#foundation/events'
import type { Logger } from '#foundation/log'
import { markSetAside, type VisitAccepted, visitAccepted } from '#record/intake'
import type { SharedMemory } from '#record/store'
import { type Walked, walkVisits } from './walk-visits.ts'

/** The queue of visits that are kept and wait to be stored. */
export const journeyQueue = 'journey'

/** Which events fill the queue. */
export const journeySubscriptions = { [visitAccepted]: [journeyQueue] } as const

export interface JourneyDeps {
  readonly events: Events
  readonly clock: Clock
  readonly log: Logger
  readonly batch: number
  readonly concurrency: number
  readonly onWalked?: (walked: Walked) => void
}

const failed = {
  code: 'JOURNEY_FAILED',
  severity: 'error',
  message:
    'Phần mềm gặp lỗi khi chuẩn hóa hoặc lưu hồ sơ này. Bản gốc được giữ nguyên; sau khi kỹ thuật sửa, bấm “Xử lý lại”.',
} as const

/** Walks visits until the signal: batches in one transaction each, a visit that breaks its batch is tried alone. */
export async function runJourney(deps: JourneyDeps, signal: AbortSignal): Promise<void> {
  const sharedMemory: SharedMemory = new Map()
  const handle = async (tx: Tx, jobs: readonly Job<VisitAccepted>[]): Promise<void> => {
    const keys = jobs.map((job) => job.payload)
    const context = {
      now: deps.clock.now(),
      sharedMemory,
      announce: deps.events.announce,
    }
    try {
      const walked = await tx.savepoint(() => walkVisits(tx, keys, context))
      tx.afterCommit(() => deps.onWalked?.(walked))
    } catch (error) {
      // What was remembered as written was rolled back.
      sharedMemory.clear()
      const [key] = keys
      if (error instanceof DatabaseUnavailable || isTransient(error) || keys.length > 1 || !key) throw error
      deps.log.error(
        { err: error, receipt: key.receiptId, file: key.fileNumber },
        'a visit cannot be stored, set aside',
      )
      await markSetAside(tx, key, [failed])
    }
  }
  await deps.events.runWorker<VisitAccepted>({
    queue: journeyQueue,
    batch: deps.batch,
    concurrency: deps.concurrency,
    signal,
    handle,
  })
}
