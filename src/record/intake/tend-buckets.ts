import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import type { Logger } from '#foundation/log'
import { createBucket, dropBucket, hasOpenRecords, listBuckets, listStrays } from './bucket.queries.ts'
import { type Channel, channels } from './format.types.ts'
import { bucketOf } from './raw-chunks.ts'

/** How many months the bytes of a channel are kept after the month they came in; absent: for ever. */
export type KeepMonths = Readonly<Partial<Record<Channel, number>>>

interface Deps {
  readonly db: Database
  readonly clock: Clock
  readonly log: Logger
  readonly keepMonths: KeepMonths
}

/**
 * Makes next month's pieces ahead of time and drops those whose time is over. The records of a dropped piece stay: what
 * they said can be written again from the store, only the sender's own bytes are gone. A piece in which a record still
 * waits for a human is kept and named.
 */
export async function tendBuckets(
  deps: Deps,
): Promise<{ readonly dropped: string[]; readonly held: string[] }> {
  const { db, clock, log } = deps
  const now = clock.now()
  const there = new Set(await listBuckets(db))
  for (const channel of channels)
    for (const month of [0, 1]) {
      const bucket = bucketOf(channel, addMonths(now, month))
      if (!there.has(bucket)) await db.transaction((tx) => createBucket(tx, bucket))
    }
  const dropped: string[] = []
  const held: string[] = []
  for (const bucket of new Set([...there, ...(await listStrays(db))])) {
    if (!isOver(bucket, deps.keepMonths, now)) continue
    if (await hasOpenRecords(db, bucket)) {
      held.push(bucket)
      continue
    }
    await db.transaction((tx) => dropBucket(tx, bucket, now))
    dropped.push(bucket)
  }
  if (dropped.length > 0) log.info({ dropped }, 'bytes given up, their time was over')
  if (held.length > 0) log.warn({ held }, 'bytes kept beyond their time: records in them wait for a human')
  return { dropped, held }
}

const addMonths = (from: Date, months: number) =>
  new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1))

/** `mllp_202601` is over once the months it is kept have passed after the end of January. */
function isOver(bucket: string, keepMonths: KeepMonths, now: Date): boolean {
  const channel = channels.find((name) => bucket.startsWith(`${name.replaceAll('-', '_')}_2`))
  const months = channel && keepMonths[channel]
  if (months === undefined) return false
  const year = Number(bucket.slice(-6, -2))
  const month = Number(bucket.slice(-2)) - 1
  return new Date(Date.UTC(year, month + 1 + months, 1)) <= now
}

/** Looks at once and every six hours, until stopped. */
export function startTendingBuckets(deps: Deps): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve()
  const look = () => {
    running = tendBuckets(deps).catch((err) => deps.log.warn({ err }, 'pieces will be looked at again'))
  }
  look()
  const timer = setInterval(look, 6 * 3_600_000)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
