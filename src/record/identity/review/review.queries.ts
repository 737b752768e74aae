import { type Queries, type Sql, sql, type Tx } from '#foundation/db'
import { shardIn } from '../links/records.queries.ts'

/** What is asked of a clerk: an item of the links, or an answer that is asked again. */
export interface AskedRow {
  readonly shard: number
  readonly item_id: string
  readonly left_record: string
  readonly right_record: string
  readonly pair_a: string
  readonly pair_b: string
  readonly reason: string
  readonly guard: string | null
  readonly weight: number | null
  readonly rank: number
  readonly asked_at: Date
  readonly answer: string | null
  readonly lease_by: string | null
  readonly lease_until: Date | null
}

export interface QueueFilter {
  readonly state: 'open' | 'second' | 'ask-facility' | 'cannot-tell'
  readonly facility: string | null
  readonly reason: string | null
  readonly guard: string | null
  /** Asked at this instant or earlier. */
  readonly askedBy: Date | null
}

const asked = (
  i: Sql,
) => sql`${i}.shard, ${i}.item_id, ${i}.left_record, ${i}.right_record, ${i}.pair_a, ${i}.pair_b,
  ${i}.reason, ${i}.guard, ${i}.weight, ${i}.rank, ${i}.asked_at`
const item = sql`i`

const isFirstRead = sql`exists (select from identity.review_answer f where f.item_id = i.item_id and f.state = 'first')`

const ofState = (state: QueueFilter['state']): Sql =>
  state === 'open'
    ? sql`i.answer is null`
    : state === 'second'
      ? sql`i.answer is null and ${isFirstRead}`
      : sql`i.answer = ${state}`

/** Of an item `i`, or of an answer that is asked again under that name. */
const matching = ({ facility, reason, guard, askedBy }: QueueFilter): Sql => sql`
  (${reason}::text is null or i.reason = ${reason}) and (${guard}::text is null or i.guard = ${guard})
  and (${askedBy?.toISOString() ?? null}::timestamptz is null or i.asked_at <= ${askedBy?.toISOString() ?? null}::timestamptz)
  and (${facility}::text is null or exists (
    select from unnest(array[i.left_record, i.right_record, i.pair_a, i.pair_b]) as k(record)
    join identity.record r on r.shard = ${shardIn(sql`k.record`)} and r.record = k.record where r.facility = ${facility}))`

export interface QueueRow extends AskedRow {
  readonly facilities: readonly string[]
}

/** Highest first. Nobody's name is read. */
export const findQueue = (db: Queries, filter: QueueFilter, now: Date, limit: number) =>
  db.many<QueueRow>(sql`
    select ${asked(item)}, i.answer,
      case when i.lease_until > ${now.toISOString()}::timestamptz then i.lease_by end as lease_by, i.lease_until,
      (select array_agg(distinct r.facility order by r.facility) from unnest(array[i.left_record, i.right_record]) as k(record)
        join identity.record r on r.shard = ${shardIn(sql`k.record`)} and r.record = k.record) as facilities
    from identity.review_item i where ${ofState(filter.state)} and ${matching(filter)}
    order by i.rank desc, i.item_id limit ${limit}`)

interface Taking {
  readonly clerk: string
  readonly now: Date
  readonly until: Date
  readonly skip: readonly string[]
}

const isFree = ({ clerk, now }: Taking, of: Sql) =>
  sql`(${of}.lease_until is null or ${of}.lease_until <= ${now.toISOString()}::timestamptz or ${of}.lease_by = ${clerk})`

/**
 * The highest item that nobody holds, now held by this clerk: two clerks who ask at the same moment skip each other's rows. What
 * the clerk has read as the first reader is somebody else's.
 */
export const takeHighest = (tx: Tx, filter: QueueFilter, taking: Taking) =>
  tx.maybe<AskedRow>(sql`
    update identity.review_item u set lease_by = ${taking.clerk}, lease_until = ${taking.until.toISOString()}::timestamptz
    from (
      select i.shard, i.item_id from identity.review_item i
      where ${ofState(filter.state)} and ${matching(filter)} and ${isFree(taking, item)}
        and i.item_id <> all(${taking.skip}::uuid[])
        and not exists (select from identity.review_answer f
          where f.item_id = i.item_id and f.state = 'first' and f.answered_by = ${taking.clerk})
      order by i.rank desc, i.item_id limit 1 for update of i skip locked
    ) t where u.shard = t.shard and u.item_id = t.item_id
    returning ${asked(sql`u`)}, u.answer, u.lease_by, u.lease_until`)

/** This very item, if nobody else holds it. */
export const takeItem = (tx: Tx, shard: number, itemId: string, taking: Taking) =>
  tx.maybe<AskedRow>(sql`
    update identity.review_item u set lease_by = ${taking.clerk}, lease_until = ${taking.until.toISOString()}::timestamptz
    where u.shard = ${shard} and u.item_id = ${itemId}::uuid and ${isFree(taking, sql`u`)}
      and (u.answer is null or u.answer in ('cannot-tell', 'ask-facility'))
    returning ${asked(sql`u`)}, u.answer, u.lease_by, u.lease_until`)

export const findItem = (db: Queries, shard: number, itemId: string) =>
  db.maybe<AskedRow>(sql`
    select ${asked(item)}, i.answer, i.lease_by, i.lease_until from identity.review_item i
    where i.shard = ${shard} and i.item_id = ${itemId}::uuid`)

export const releaseLeases = async (tx: Queries, clerk: string): Promise<void> => {
  await tx.run(
    sql`update identity.review_item set lease_by = null, lease_until = null where lease_by = ${clerk}`,
  )
  await tx.run(sql`update identity.review_answer set lease_by = null, lease_until = null
    where lease_by = ${clerk}`)
}

/** How many rows the clerk still holds and now holds longer. */
export const prolongLease = async (
  db: Queries,
  shard: number,
  itemId: string,
  clerk: string,
  until: Date,
): Promise<number> => {
  const at = until.toISOString()
  const items = await db.run(sql`update identity.review_item set lease_until = ${at}::timestamptz
    where shard = ${shard} and item_id = ${itemId}::uuid and lease_by = ${clerk}`)
  const samples = await db.run(sql`update identity.review_answer set lease_until = ${at}::timestamptz
    where shard = ${shard} and answer_id = ${itemId}::uuid and lease_by = ${clerk}`)
  return items + samples
}

/** An answer puts the item aside, or (null) opens it again. */
export const markItem = (
  tx: Tx,
  item: { readonly shard: number; readonly item_id: string },
  marked: { readonly answer: string | null; readonly by: string | null; readonly at: Date | null },
) =>
  tx.run(sql`update identity.review_item set answer = ${marked.answer}, answered_by = ${marked.by},
    answered_at = ${marked.at?.toISOString() ?? null}::timestamptz, lease_by = null, lease_until = null
    where shard = ${item.shard} and item_id = ${item.item_id}::uuid`)

/** It waits since it was first asked, however often it was answered and that undone. */
export const keepAskedAt = (
  tx: Tx,
  item: { readonly shard: number; readonly item_id: string; readonly asked_at: Date },
) =>
  tx.run(sql`update identity.review_item set asked_at = least(asked_at, ${item.asked_at.toISOString()}::timestamptz)
    where shard = ${item.shard} and item_id = ${item.item_id}::uuid`)

/** One clerk takes one item at a time: a page that asks twice must not skip what its first question holds. */
export const lockClerk = (tx: Tx, clerk: string) =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`identity.review.clerk|${clerk}`}, 0))`)

/** One answer to one item at a time. Nobody who writes links waits for this lock, so it closes no circle. */
export const lockItem = (tx: Tx, itemId: string) =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`identity.review|${itemId}`}, 0))`)

export interface SampleFilter {
  readonly filter: QueueFilter
  /** Answers of the clerk before this may be asked again of the same clerk. */
  readonly forgotten: Date
}

/** An answer that is asked again of somebody who does not know it, under its own id as the item's. */
export const takeSample = (tx: Tx, { filter, forgotten }: SampleFilter, taking: Taking) =>
  tx.maybe<SampleRow>(sql`
    update identity.review_answer u set lease_by = ${taking.clerk}, lease_until = ${taking.until.toISOString()}::timestamptz
    from (
      select i.shard, i.answer_id from identity.review_answer i
      where i.is_sample and i.state = 'applied' and ${matching(filter)} and ${isFree(taking, item)}
        and i.answer_id <> all(${taking.skip}::uuid[])
        and (i.answered_by <> ${taking.clerk} or i.answered_at < ${forgotten.toISOString()}::timestamptz)
        and not exists (select from identity.review_answer b where b.follows = i.answer_id and b.state = 'blind')
      order by i.answered_at limit 1 for update of i skip locked
    ) t where u.shard = t.shard and u.answer_id = t.answer_id
    returning ${asked(sql`u`)}, u.answer_id, u.answer, u.lease_by, u.lease_until, u.left_members, u.right_members`)

/** A sample the clerk holds. */
export const findSample = (db: Queries, shard: number, answerId: string, clerk: string) =>
  db.maybe<SampleRow>(sql`
    select ${asked(sql`u`)}, u.answer_id, u.answer, u.lease_by, u.lease_until, u.left_members, u.right_members
    from identity.review_answer u where u.shard = ${shard} and u.answer_id = ${answerId}::uuid and u.is_sample
      and u.state = 'applied' and u.lease_by = ${clerk}`)

export interface SampleRow extends AskedRow {
  readonly answer_id: string
  readonly left_members: readonly string[]
  readonly right_members: readonly string[]
}

/** Who is shown, to whom, for what. */
export const insertLook = (
  tx: Queries,
  look: {
    readonly shard: number
    readonly lookId: string
    readonly at: Date
    readonly by: string
    readonly purpose: 'review' | 'history'
    readonly itemId: string | null
    readonly persons: readonly string[]
  },
) =>
  tx.run(sql`insert into identity.review_look (shard, look_id, looked_at, looked_by, purpose, item_id, persons)
    values (${look.shard}, ${look.lookId}::uuid, ${look.at.toISOString()}::timestamptz, ${look.by}, ${look.purpose},
      ${look.itemId}::uuid, ${look.persons}::uuid[])`)
