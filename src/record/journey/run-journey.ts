import type { Clock } from '#foundation/clock'
import { DatabaseUnavailable, isTransient, type Tx } from '#foundation/db'
import type { Events, Job } from '#foundation/events'
import type { Logger } from '#foundation/log'
import type { SeenLocalCode, Translators } from '#record/catalogues'
import type { IdentityIndex } from '#record/identity'
import { type Lane, markSetAside, type VisitAccepted, visitAccepted } from '#record/intake'
import type { SharedMemory } from '#record/store'
import { type Walked, walkVisits } from './walk-visits.ts'

/** The queues of visits that are kept and wait to be stored, most urgent first. */
export const journeyQueues = ['journey-emergency', 'journey', 'journey-back-load'] as const
const queueOf: Readonly<Record<Lane, (typeof journeyQueues)[number]>> = {
  emergency: 'journey-emergency',
  live: 'journey',
  'back-load': 'journey-back-load',
}

/** Which events fill the queues. */
export const journeySubscriptions = {
  [visitAccepted]: ({ lane = 'live' }: VisitAccepted) => [queueOf[lane]],
}

export interface JourneyDeps {
  readonly events: Events
  readonly identity: IdentityIndex
  readonly clock: Clock
  readonly log: Logger
  readonly batch: number
  readonly concurrency: number
  readonly onWalked?: (walked: Walked) => void
  /** Decisions about senders' own codes, and who counts those that were met. */
  readonly codes?: {
    readonly translators: Translators
    readonly note: (seen: readonly SeenLocalCode[]) => Promise<void>
  }
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
  const counting = countCodes(deps)
  const handle = async (tx: Tx, jobs: readonly Job<VisitAccepted>[]): Promise<void> => {
    const keys = jobs.map((job) => job.payload)
    const seenCodes: SeenLocalCode[] = []
    const context = {
      ...(deps.codes ? { translators: deps.codes.translators, seenCodes } : {}),
      now: deps.clock.now(),
      identity: deps.identity,
      isBackLoad: keys.every((key) => key.lane === 'back-load'),
      sharedMemory,
      announce: deps.events.announce,
    }
    try {
      const walked = await tx.savepoint(() => walkVisits(tx, keys, context))
      tx.afterCommit(() => {
        deps.onWalked?.(walked)
        counting.add(seenCodes)
      })
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
    queue: queueOf.emergency,
    batch: deps.batch,
    behind: [
      { queue: queueOf.live },
      // Whoever comes while old files are walked waits for one such batch.
      { queue: queueOf['back-load'], batch: Math.max(1, Math.ceil(deps.batch / 3)) },
    ],
    concurrency: deps.concurrency,
    signal,
    handle,
  })
  await counting.finish()
}

/** Gathers the codes that were met and counts them now and then, beside the road: a lost count is met again tomorrow. */
function countCodes({ codes, log }: JourneyDeps) {
  let waiting: SeenLocalCode[] = []
  let counting: Promise<void> = Promise.resolve()
  const count = () => {
    if (!codes || waiting.length === 0) return
    const seen = waiting
    waiting = []
    counting = counting
      .then(() => codes.note(seen))
      .catch((err) => log.warn({ err }, 'codes that were met were not counted'))
  }
  const timer = setInterval(count, 5_000)
  timer.unref()
  return {
    add(seen: readonly SeenLocalCode[]) {
      waiting.push(...seen)
      if (waiting.length >= 2_000) count()
    },
    finish: () => {
      clearInterval(timer)
      count()
      return counting
    },
  }
}
