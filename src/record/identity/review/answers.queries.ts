import { type Queries, sql, type Tx } from '#foundation/db'
import { shardIn } from '../links/records.queries.ts'
import type { ReviewAnswer, ReviewAnswerLine, ReviewRisk } from './api.types.ts'
import type { AskedRow } from './review.queries.ts'

export interface AnswerRow extends Omit<AskedRow, 'answer' | 'lease_by' | 'lease_until'> {
  readonly answer_id: string
  readonly left_members: readonly string[]
  readonly right_members: readonly string[]
  readonly answer: ReviewAnswer
  readonly answered_by: string
  readonly answered_at: Date
  readonly why: string
  readonly risks: readonly ReviewRisk[]
  readonly state: ReviewAnswerLine['state']
  readonly event_id: string | null
  readonly follows: string | null
  readonly is_sample: boolean
}

export const insertAnswer = (tx: Tx, row: AnswerRow) =>
  tx.run(sql`
    insert into identity.review_answer (shard, answer_id, item_id, left_record, right_record, pair_a, pair_b, left_members,
      right_members, reason, guard, weight, rank, asked_at, answer, answered_by, answered_at, why, risks, state, event_id,
      follows, is_sample)
    values (${row.shard}, ${row.answer_id}::uuid, ${row.item_id}::uuid, ${row.left_record}::bigint,
      ${row.right_record}::bigint, ${row.pair_a}::bigint, ${row.pair_b}::bigint, ${row.left_members}::bigint[],
      ${row.right_members}::bigint[], ${row.reason}, ${row.guard}, ${row.weight}, ${row.rank},
      ${row.asked_at.toISOString()}::timestamptz, ${row.answer}, ${row.answered_by},
      ${row.answered_at.toISOString()}::timestamptz, ${row.why}, ${row.risks}::text[], ${row.state},
      ${row.event_id}::uuid, ${row.follows}::uuid, ${row.is_sample})`)

const columns = sql`w.shard, w.answer_id, w.item_id, w.left_record, w.right_record, w.pair_a, w.pair_b, w.left_members,
  w.right_members, w.reason, w.guard, w.weight, w.rank, w.asked_at, w.answer, w.answered_by, w.answered_at, w.why, w.risks,
  w.state, w.event_id, w.follows, w.is_sample`

export const findAnswer = (db: Queries, shard: number, answerId: string) =>
  db.maybe<AnswerRow>(sql`select ${columns} from identity.review_answer w
    where w.shard = ${shard} and w.answer_id = ${answerId}::uuid`)

/** The clerk's last answer that still counts. */
export const findLastAnswer = (db: Queries, clerk: string) =>
  db.maybe<AnswerRow>(sql`
    select ${columns} from identity.review_answer w
    where w.answered_by = ${clerk} and w.state in ('applied', 'first', 'blind')
    order by w.answered_at desc, w.answer_id desc limit 1`)

/** First readings of an item that wait for another of the same mind, oldest first. */
export const findFirstReadings = (db: Queries, shard: number, itemId: string) =>
  db.many<AnswerRow>(sql`
    select ${columns} from identity.review_answer w
    where w.shard = ${shard} and w.item_id = ${itemId}::uuid and w.state = 'first' order by w.answered_at, w.answer_id`)

export const setAnswerState = (
  tx: Tx,
  shard: number,
  answerIds: readonly string[],
  now: {
    readonly state: ReviewAnswerLine['state']
    readonly undoneAt?: Date
    readonly settledBy?: string
  },
) =>
  tx.run(sql`
    update identity.review_answer set state = ${now.state}, settled_by = ${now.settledBy ?? null}::uuid,
      undone_at = ${now.undoneAt?.toISOString() ?? null}::timestamptz
    where shard = ${shard} and answer_id = any(${answerIds}::uuid[])`)

/** First readings that this answer settled: they wait again when it is undone. */
export const reopenFirstReadings = (tx: Tx, shard: number, itemId: string, settledBy: string) =>
  tx.run(sql`
    update identity.review_answer set state = 'first', settled_by = null
    where shard = ${shard} and item_id = ${itemId}::uuid and settled_by = ${settledBy}::uuid`)

/** The second reading that rests on this first one, while it stands. */
export const findFollower = (db: Queries, answerId: string) =>
  db.maybe<{ answer_id: string }>(sql`
    select answer_id from identity.review_answer where follows = ${answerId}::uuid and state = 'applied' limit 1`)

/** A blind answer taken back: the clerk who gave it is asked again. */
export const leaseSample = (tx: Tx, shard: number, answerId: string, clerk: string, until: Date) =>
  tx.run(sql`update identity.review_answer set lease_by = ${clerk}, lease_until = ${until.toISOString()}::timestamptz
    where shard = ${shard} and answer_id = ${answerId}::uuid`)

export const endSampleLease = (tx: Tx, shard: number, answerId: string) =>
  tx.run(sql`update identity.review_answer set lease_by = null, lease_until = null
    where shard = ${shard} and answer_id = ${answerId}::uuid`)

export interface AnswerListRow extends AnswerRow {
  readonly persons: readonly string[]
  readonly facilities: readonly string[]
}

export interface AnswersAsked {
  readonly clerk: string | null
  readonly state: string | null
  readonly limit: number
}

const withPlaces = sql`
  (select array_agg(distinct r.person_id) from unnest(array[w.left_record, w.right_record]) as k(record)
    join identity.record r on r.shard = ${shardIn(sql`k.record`)} and r.record = k.record) as persons,
  (select array_agg(distinct r.facility order by r.facility) from unnest(w.left_members || w.right_members) as k(record)
    join identity.record r on r.shard = ${shardIn(sql`k.record`)} and r.record = k.record) as facilities`

/** Newest first. What was asked blind is not told: whoever sees it would know the next time. */
export const findAnswers = (db: Queries, { clerk, state, limit }: AnswersAsked) =>
  db.many<AnswerListRow>(sql`
    select ${columns}, ${withPlaces} from identity.review_answer w
    where (${clerk}::text is null or w.answered_by = ${clerk}) and (${state}::text is null or w.state = ${state})
    order by w.answered_at desc, w.answer_id desc limit ${limit}`)

/** Answers that stand although a blind reader said something else. */
export const findDisagreed = (db: Queries, since: Date, limit: number) =>
  db.many<AnswerListRow>(sql`
    select ${columns}, ${withPlaces} from identity.review_answer b
    join identity.review_answer w on w.answer_id = b.follows
    where b.state = 'blind' and w.state = 'applied' and b.answer <> w.answer
      and b.answered_at >= ${since.toISOString()}::timestamptz
    order by b.answered_at desc limit ${limit}`)
