import type { Tx } from '#foundation/db'
import { isUuid8, newId, shardOf } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import { findFirstReadings } from './answers.queries.ts'
import type { ReviewItemView } from './api.types.ts'
import type { ReviewDeps } from './deps.types.ts'
import { type Groups, readGroups, readSampleGroups } from './read-groups.ts'
import { reviewProblems } from './review.problems.ts'
import {
  type AskedRow,
  findItem,
  findSample,
  insertLook,
  lockClerk,
  prolongLease,
  type QueueFilter,
  releaseLeases,
  type SampleRow,
  takeHighest,
  takeItem,
  takeSample,
} from './review.queries.ts'
import { showItem } from './show-item.ts'

/** Items whose records went away between two looks: after so many the clerk is told that nothing is left. */
const triesAtMost = 5

/** The next item for this clerk, held by nobody else from now on; what the clerk held before is free again. */
export function takeNext(
  deps: ReviewDeps,
  clerk: string,
  filter: QueueFilter,
  skip: readonly string[],
): Promise<ReviewItemView | null> {
  return deps.db.transaction(async (tx) => {
    const taking = takingOf(deps, clerk, skip)
    await lockClerk(tx, clerk)
    await releaseLeases(tx, clerk)
    const sample = filter.state === 'open' ? await sampleFor(deps, tx, filter, taking) : null
    if (sample) return sample
    const passed: string[] = []
    for (let tries = 0; tries < triesAtMost; tries += 1) {
      const row = await takeHighest(tx, filter, { ...taking, skip: [...skip, ...passed] })
      if (!row) return null
      const groups = await readGroups(tx, row)
      if (groups) return show(deps, tx, clerk, row, groups)
      passed.push(row.item_id)
    }
    return null
  })
}

/** This item, from the queue or a link; also one that was put aside. */
export function takeOne(deps: ReviewDeps, clerk: string, itemId: string): Promise<Result<ReviewItemView>> {
  if (!isUuid8(itemId)) return Promise.resolve(fail(reviewProblems.itemGone))
  return deps.db.transaction(async (tx) => {
    const taking = takingOf(deps, clerk, [])
    const shard = shardOf(itemId)
    const row = await takeItem(tx, shard, itemId, taking)
    if (row) {
      const groups = await readGroups(tx, row)
      return groups ? ok(await show(deps, tx, clerk, row, groups)) : fail(reviewProblems.itemGone)
    }
    const sample = await findSample(tx, shard, itemId, clerk)
    const groups = sample && (await readSampleGroups(tx, sample))
    if (sample && groups) return ok(await showSample(deps, tx, clerk, sample, groups, taking.until))
    const held = await findItem(tx, shard, itemId)
    return fail(held && held.answer === null ? reviewProblems.leased : reviewProblems.itemGone)
  })
}

/** Still looking at it. */
export async function keepLease(deps: ReviewDeps, clerk: string, itemId: string): Promise<Result<Date>> {
  const { until } = takingOf(deps, clerk, [])
  if (!isUuid8(itemId)) return fail(reviewProblems.itemGone)
  const held = await prolongLease(deps.db, shardOf(itemId), itemId, clerk, until)
  return held > 0 ? ok(until) : fail(reviewProblems.leased)
}

/** The clerk leaves: whatever was held is free. */
export const leaveDesk = (deps: ReviewDeps, clerk: string): Promise<void> => releaseLeases(deps.db, clerk)

const takingOf = ({ clock, rules }: ReviewDeps, clerk: string, skip: readonly string[]) => {
  const now = clock.now()
  return { clerk, now, until: new Date(now.getTime() + rules.leaseMs), skip }
}

type Taking = ReturnType<typeof takingOf>

async function sampleFor(deps: ReviewDeps, tx: Tx, filter: QueueFilter, taking: Taking) {
  const forgotten = new Date(taking.now.getTime() - deps.rules.forgetMs)
  const sample = await takeSample(tx, { filter, forgotten }, taking)
  const groups = sample && (await readSampleGroups(tx, sample))
  return sample && groups ? showSample(deps, tx, taking.clerk, sample, groups, taking.until) : null
}

async function show(deps: ReviewDeps, tx: Tx, clerk: string, row: AskedRow, groups: Groups) {
  await noteLook(deps, tx, clerk, row.item_id, groups)
  const firsts = await findFirstReadings(tx, row.shard, row.item_id)
  const asked = { itemId: row.item_id, row, until: row.lease_until!, isBlind: false }
  return showItem(deps, tx, { ...asked, isSecond: firsts.length > 0 }, groups)
}

async function showSample(
  deps: ReviewDeps,
  tx: Tx,
  clerk: string,
  sample: SampleRow,
  groups: Groups,
  until: Date,
) {
  await noteLook(deps, tx, clerk, sample.item_id, groups)
  const asked = { itemId: sample.answer_id, row: sample, until, isBlind: true, isSecond: false }
  return showItem(deps, tx, asked, groups)
}

/** Written in the transaction in which the item is read: who sees it has a line. */
async function noteLook({ clock }: ReviewDeps, tx: Tx, by: string, itemId: string, groups: Groups) {
  const at = clock.now()
  const persons = [...new Set([...groups.left, ...groups.right].map((row) => row.person_id))]
  const lookId = newId(shardOf(itemId), at.getTime())
  await insertLook(tx, { shard: shardOf(itemId), lookId, at, by, purpose: 'review', itemId, persons })
}
