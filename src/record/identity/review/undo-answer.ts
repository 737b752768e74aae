import { isUuid8, shardOf } from '#foundation/ids'
import type { Result } from '#foundation/result'
import { undo } from '../links/index.ts'
import {
  type AnswerRow,
  findAnswer,
  findFollower,
  findLastAnswer,
  leaseSample,
  reopenFirstReadings,
  setAnswerState,
} from './answers.queries.ts'
import type { ReviewUndone } from './api.types.ts'
import type { ReviewDeps } from './deps.types.ts'
import { inOneStep, orRefuse, refuse } from './refused.ts'
import { reviewProblems } from './review.problems.ts'
import { keepAskedAt, lockItem, markItem } from './review.queries.ts'

const why = 'Hoàn tác câu trả lời khi rà soát trùng'

/**
 * Takes back a clerk's own answer, the last one if none is named: links, numbers and what was remembered stand exactly as before,
 * and the item is asked again. Refused when anything the answer touched has changed since.
 */
export function undoAnswer(
  deps: ReviewDeps,
  clerk: string,
  answerId: string | null,
): Promise<Result<ReviewUndone>> {
  return inOneStep(deps.db, async (tx) => {
    const now = deps.clock.now()
    const named =
      answerId === null
        ? await findLastAnswer(tx, clerk)
        : isUuid8(answerId)
          ? await findAnswer(tx, shardOf(answerId), answerId)
          : undefined
    if (!named) return refuse(reviewProblems.nothingToUndo)
    await lockItem(tx, named.item_id)
    const row = (await findAnswer(tx, named.shard, named.answer_id))!
    if (row.answered_by !== clerk) return refuse(reviewProblems.notYours)
    if (row.state === 'agreed' || (await findFollower(tx, row.answer_id)))
      return refuse(reviewProblems.readAgain)
    if (!isStanding(row)) return refuse(reviewProblems.nothingToUndo)
    if (row.event_id) orRefuse(await undo(tx, { eventId: row.event_id, by: clerk, why }, deps.links, now))
    await setAnswerState(tx, row.shard, [row.answer_id], { state: 'undone', undoneAt: now })
    if (row.state === 'applied') {
      await markItem(tx, row, { answer: null, by: null, at: null })
      await keepAskedAt(tx, row)
      await reopenFirstReadings(tx, row.shard, row.item_id, row.answer_id)
    }
    if (row.state !== 'blind' || !row.follows)
      return { answerId: row.answer_id, itemId: row.item_id, answer: row.answer }
    const until = new Date(now.getTime() + deps.rules.leaseMs)
    await leaseSample(tx, row.shard, row.follows, clerk, until)
    return { answerId: row.answer_id, itemId: row.follows, answer: row.answer }
  })
}

const isStanding = ({ state }: AnswerRow) => state === 'applied' || state === 'first' || state === 'blind'
