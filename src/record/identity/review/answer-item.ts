import type { Tx } from '#foundation/db'
import { isUuid8, newId, shardOf } from '#foundation/ids'
import { fail, type Result } from '#foundation/result'
import { decide, merge, standsAlone } from '../links/index.ts'
import {
  type AnswerRow,
  endSampleLease,
  findFirstReadings,
  insertAnswer,
  setAnswerState,
} from './answers.queries.ts'
import type { ReviewAnswer, ReviewAnswered, ReviewRisk } from './api.types.ts'
import type { ReviewDeps } from './deps.types.ts'
import { digestOfGroups, type Groups, readGroups, readSampleGroups } from './read-groups.ts'
import { inOneStep, orRefuse, refuse } from './refused.ts'
import { reviewProblems } from './review.problems.ts'
import { type AskedRow, findItem, findSample, lockItem, markItem, type SampleRow } from './review.queries.ts'
import { risksOf } from './risks-of.ts'
import { needsWhy } from './show-item.ts'
import { weighGroups } from './weigh-groups.ts'

export interface Saying {
  readonly itemId: string
  readonly clerk: string
  readonly answer: ReviewAnswer
  /** What was shown (`ReviewItemView.seen`). */
  readonly seen: string
  readonly why: string
}

const whyAtLeast = 10

/** What is written in the links where a clerk gives no reason and none is needed. */
const usualWhy: Readonly<Record<ReviewAnswer, string>> = {
  same: 'Rà soát trùng: cùng một người',
  different: 'Rà soát trùng: hai người khác nhau',
  'cannot-tell': '',
  'ask-facility': '',
}

/**
 * A clerk's answer. "Same" and "different" are acts on the links, undone by their event; the other two put the item aside. Where
 * joining is risky, or somebody has read the item before, two readers must say the same before anything is written.
 */
export async function answerItem(deps: ReviewDeps, says: Saying): Promise<Result<ReviewAnswered>> {
  if (!isUuid8(says.itemId)) return fail(reviewProblems.itemGone)
  const shard = shardOf(says.itemId)
  return inOneStep(deps.db, async (tx) => {
    await lockItem(tx, says.itemId)
    const item = await findItem(tx, shard, says.itemId)
    if (item && item.answer !== 'same' && item.answer !== 'different')
      return answerOpen(deps, tx, item, says, await groupsSeen(says, await readGroups(tx, item)))
    const sample = await findSample(tx, shard, says.itemId, says.clerk)
    if (!sample) return refuse(reviewProblems.itemGone)
    return answerBlind(deps, tx, sample, says, await groupsSeen(says, await readSampleGroups(tx, sample)))
  })
}

async function groupsSeen(says: Saying, groups: Groups | null): Promise<Groups> {
  if (!groups) return refuse(reviewProblems.itemGone)
  return digestOfGroups(groups) === says.seen ? groups : refuse(reviewProblems.changed)
}

async function answerOpen(
  deps: ReviewDeps,
  tx: Tx,
  item: AskedRow,
  says: Saying,
  groups: Groups,
): Promise<ReviewAnswered> {
  const now = deps.clock.now()
  const isHeld = item.lease_by !== null && item.lease_by !== says.clerk && item.lease_until! > now
  if (isHeld) return refuse(reviewProblems.leased)
  const firsts = await findFirstReadings(tx, item.shard, item.item_id)
  if (firsts.some((first) => first.answered_by === says.clerk)) return refuse(reviewProblems.readAlready)
  const risks = await risksFor(deps, item, says, groups)
  const decides = says.answer === 'same' || says.answer === 'different'
  const alike = firsts.find((first) => first.answer === says.answer)
  const needsTwo = decides && (firsts.length > 0 || (says.answer === 'same' && risks.length > 0))
  const answer = { ...rowOf(item, says, groups, now), risks, follows: firsts.at(-1)?.answer_id ?? null }
  if (needsTwo && !alike) {
    await insertAnswer(tx, { ...answer, state: 'first' })
    await markItem(tx, item, { answer: null, by: null, at: null })
    return { answerId: answer.answer_id, state: 'waits-second', disagree: firsts.length > 0 }
  }
  const eventId = decides ? await act(deps, tx, item, says, groups, now) : null
  if (!decides) await markItem(tx, item, { answer: says.answer, by: says.clerk, at: now })
  const isSample = decides && firsts.length === 0 && isDrawn(answer.answer_id, deps.rules.sampleOneIn)
  const follows = decides ? (alike?.answer_id ?? answer.follows) : null
  await insertAnswer(tx, { ...answer, state: 'applied', event_id: eventId, is_sample: isSample, follows })
  if (decides) await settleFirsts(tx, firsts, answer)
  return { answerId: answer.answer_id, state: 'applied', disagree: false }
}

/** Asked again for comparison: nothing is written but what was said. */
async function answerBlind(
  deps: ReviewDeps,
  tx: Tx,
  sample: SampleRow,
  says: Saying,
  groups: Groups,
): Promise<ReviewAnswered> {
  const risks = await risksFor(deps, sample, says, groups)
  const answer = rowOf(sample, says, groups, deps.clock.now())
  await insertAnswer(tx, { ...answer, risks, state: 'blind', follows: sample.answer_id })
  await endSampleLease(tx, sample.shard, sample.answer_id)
  // In the words of any other answer, or the clerk would know.
  const waits = says.answer === 'same' && risks.length > 0
  return { answerId: answer.answer_id, state: waits ? 'waits-second' : 'applied', disagree: false }
}

async function risksFor(
  deps: ReviewDeps,
  asked: AskedRow,
  says: Saying,
  groups: Groups,
): Promise<ReviewRisk[]> {
  const risks = await risksOf(deps, groups)
  if (says.answer !== 'same' || says.why.length >= whyAtLeast) return risks
  const { guards } = weighGroups(deps, groups, asked.guard)
  return needsWhy(guards, risks, groups) ? refuse(reviewProblems.needsWhy) : risks
}

/**
 * Into the links. "Same" joins the two persons whole, as they were shown; where they are one already it holds them together.
 * "Different" is said of the two records that speak most for joining: while they stand in their groups, these stay apart.
 */
async function act(
  deps: ReviewDeps,
  tx: Tx,
  item: AskedRow,
  says: Saying,
  { pair, isOne }: Groups,
  now: Date,
): Promise<string> {
  const author = { by: says.clerk, why: says.why || usualWhy[says.answer] }
  const two = { a: pair[0].patient_id, b: pair[1].patient_id, ...author }
  const acted =
    says.answer === 'same' && !isOne
      ? await merge(tx, two, deps.links, now)
      : await decide(tx, { ...two, says: says.answer === 'same' ? 'same' : 'different' }, deps.links, now)
  const { eventId } = orRefuse(acted)
  // The links have taken the item away, unless it is a question about a local number, or asked still: people contradict each other.
  const isOver = standsAlone(item.reason)
  await markItem(tx, item, { answer: isOver ? says.answer : null, by: isOver ? says.clerk : null, at: now })
  return eventId
}

/** The readings before it were of the same mind, or were not. */
async function settleFirsts(tx: Tx, firsts: readonly AnswerRow[], by: AnswerRow): Promise<void> {
  const settledBy = by.answer_id
  const idsOf = (isAlike: boolean) =>
    firsts.filter((first) => (first.answer === by.answer) === isAlike).map((first) => first.answer_id)
  await setAnswerState(tx, by.shard, idsOf(true), { state: 'agreed', settledBy })
  await setAnswerState(tx, by.shard, idsOf(false), { state: 'overruled', settledBy })
}

function rowOf(asked: AskedRow, says: Saying, groups: Groups, now: Date): AnswerRow {
  return {
    ...{ shard: asked.shard, answer_id: newId(asked.shard, now.getTime()), item_id: asked.item_id },
    ...{ left_record: asked.left_record, right_record: asked.right_record },
    ...{ pair_a: asked.pair_a, pair_b: asked.pair_b },
    left_members: groups.left.map((row) => row.record),
    right_members: groups.right.map((row) => row.record),
    ...{ reason: asked.reason, guard: asked.guard, weight: asked.weight, rank: asked.rank },
    ...{ asked_at: asked.asked_at, answer: says.answer, answered_by: says.clerk, answered_at: now },
    ...{ why: says.why, risks: [], state: 'applied', event_id: null, follows: null, is_sample: false },
  }
}

/** By the random part of the id: nobody can know beforehand. */
const isDrawn = (answerId: string, oneIn: number) =>
  oneIn > 0 && Number.parseInt(answerId.slice(-8), 16) % oneIn === 0
