import { type Queries, type Sql, sql } from '#foundation/db'
import { shardIn } from '../links/records.queries.ts'

interface Count {
  readonly name: string
  readonly count: number
}

export const countItems = (db: Queries, now: Date) =>
  db.one<{ open: number; second: number; ask_facility: number; cannot_tell: number; leased: number }>(sql`
    select count(*) filter (where answer is null)::int as open,
      count(*) filter (where answer is null and lease_until > ${now.toISOString()}::timestamptz)::int as leased,
      count(*) filter (where answer = 'ask-facility')::int as ask_facility,
      count(*) filter (where answer = 'cannot-tell')::int as cannot_tell,
      (select count(distinct f.item_id)::int from identity.review_answer f
        join identity.review_item i on i.shard = f.shard and i.item_id = f.item_id
        where f.state = 'first' and i.answer is null) as second
    from identity.review_item`)

const countBy = (db: Queries, name: Sql, from: Sql = sql.empty) =>
  db.many<Count>(sql`
    select ${name} as name, count(*)::int as count from identity.review_item i ${from}
    where i.answer is null and ${name} is not null group by 1 order by 2 desc, 1 limit 100`)

export const countByReason = (db: Queries) => countBy(db, sql`i.reason`)
export const countByGuard = (db: Queries) => countBy(db, sql`i.guard`)

/** An item between two facilities counts for both. */
export const countByFacility = (db: Queries) =>
  countBy(
    db,
    sql`r.facility`,
    sql`cross join lateral (select distinct o.facility from unnest(array[i.left_record, i.right_record]) as k(record)
      join identity.record o on o.shard = ${shardIn(sql`k.record`)} and o.record = k.record) r`,
  )

export const countByAge = (db: Queries, now: Date) =>
  countBy(
    db,
    sql`case when i.asked_at > ${now.toISOString()}::timestamptz - interval '1 day' then '0'
      when i.asked_at > ${now.toISOString()}::timestamptz - interval '7 days' then '1'
      when i.asked_at > ${now.toISOString()}::timestamptz - interval '30 days' then '7' else '30' end`,
  )

const dayIn = (column: Sql) => sql`to_char(${column} at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')`

export interface ClerkDay {
  readonly day: string
  readonly clerk: string
  readonly same: number
  readonly different: number
  readonly cannotTell: number
  readonly askFacility: number
  readonly undone: number
}

/** A second reading and a blind one are work as well. What was undone is counted apart. */
export const sumClerkDays = (db: Queries, since: Date) =>
  db.many<ClerkDay>(sql`
    select ${dayIn(sql`answered_at`)} as day, answered_by as clerk,
      count(*) filter (where state <> 'undone' and answer = 'same')::int as same,
      count(*) filter (where state <> 'undone' and answer = 'different')::int as different,
      count(*) filter (where state <> 'undone' and answer = 'cannot-tell')::int as "cannotTell",
      count(*) filter (where state <> 'undone' and answer = 'ask-facility')::int as "askFacility",
      count(*) filter (where state = 'undone')::int as undone
    from identity.review_answer where answered_at >= ${since.toISOString()}::timestamptz
    group by 1, 2 order by 1 desc, 2 limit 5000`)

/** Items by the day on which they were first asked: those that still stand and those that were answered. */
export const sumCame = (db: Queries, since: Date) =>
  db.many<{ day: string; came: number }>(sql`
    select ${dayIn(sql`asked_at`)} as day, count(*)::int as came from (
      select item_id, min(asked_at) as asked_at from (
        select item_id, asked_at from identity.review_item where asked_at >= ${since.toISOString()}::timestamptz
        union all
        select item_id, asked_at from identity.review_answer
        where asked_at >= ${since.toISOString()}::timestamptz and state <> 'blind'
      ) every group by item_id
    ) each group by 1`)

/** How often a blind reader, and a second one, said the same as the one before. */
export const sumAgreement = (db: Queries, since: Date) =>
  db.one<{ blind: number; blind_agreed: number; second: number; second_agreed: number }>(sql`
    select count(*) filter (where b.state = 'blind')::int as blind,
      count(*) filter (where b.state = 'blind' and b.answer = w.answer)::int as blind_agreed,
      count(*) filter (where b.state <> 'blind')::int as second,
      count(*) filter (where b.state <> 'blind' and b.answer = w.answer)::int as second_agreed
    from identity.review_answer b join identity.review_answer w on w.answer_id = b.follows
    where b.state <> 'undone' and b.answered_at >= ${since.toISOString()}::timestamptz`)
