import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { ok, type Result } from '#foundation/result'
import { type LinkContext, reevaluate, takeUpAgain } from '../links/index.ts'
import { countPassed } from '../links/reevaluate.queries.ts'
import { openVersion, type Which } from './open-version.ts'

export interface ApplyAsked {
  readonly model: Which
  readonly by: string
  readonly why: string
  /** Records in one transaction. */
  readonly batch: number
  /** Told, in the transaction of each batch, of records that changed their person. */
  readonly announce?: LinkContext['announce']
}

export interface ApplyWatch {
  readonly signal?: AbortSignal
  onBatch?(done: {
    readonly phase: 'weigh' | 'settle'
    readonly passed: number
    readonly records: number
  }): void
}

export interface AppliedVersion {
  readonly number: number
  readonly version: string
  /** False: stopped on demand. The next call goes on from there. */
  readonly isDone: boolean
  /** It was in force before, whole: nothing was done. */
  readonly wasInForce: boolean
  readonly weighed: number
  readonly settled: number
  readonly moved: number
}

/**
 * Puts a version in force, batch by batch, from wherever the last call stopped or was killed. A version that was in force once
 * is put in force again the same way: who was who comes back, but for what people said meanwhile.
 */
export async function applyVersion(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  asked: ApplyAsked,
  { signal, onBatch }: ApplyWatch = {},
): Promise<Result<AppliedVersion>> {
  const { announce } = asked
  const opened = await openVersion(db, asked.model, { now: clock.now(), ...(announce ? { announce } : {}) })
  if (!opened.ok) return opened
  const { row, context } = opened.value
  const named = { number: row.number, version: row.version }
  if (row.state === 'current' && row.phase === 'done')
    return ok({ ...named, isDone: true, wasInForce: true, weighed: 0, settled: 0, moved: 0 })
  await takeUpAgain(db, context)
  let { records, passed } = await countPassed(db, context.modelNumber)
  let phase: 'weigh' | 'settle' = row.state === 'current' ? 'settle' : 'weigh'
  const done = await reevaluate(db, context, {
    ...{ by: asked.by, why: asked.why, batch: asked.batch, now: () => clock.now() },
    onBatch: (batch) => {
      if (batch.phase !== phase && batch.phase !== 'done') [phase, passed] = [batch.phase, 0]
      passed += batch.records
      // More may have come than were counted.
      records = Math.max(records, passed)
      onBatch?.({ phase, passed, records })
      return signal?.aborted !== true
    },
  })
  return done.ok ? ok({ ...named, wasInForce: false, ...done.value }) : done
}
