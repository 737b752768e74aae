import { type Queries, sql } from '#foundation/db'
import type { Followed, State, Wanted } from './wanted.types.ts'

const columns = sql`subscription_id as id, version, state, wanted, since, last_number::float8 as "lastNumber",
  delivered::float8 as delivered, is_greeted as "isGreeted", failures, failing_since as "failingSince",
  retry_at as "retryAt", sent_at as "sentAt", trouble`

export const findFollowed = (db: Queries) =>
  db.many<Followed>(sql`select ${columns} from subscriptions.subscription order by subscription_id`)

export const findOne = (db: Queries, id: string) =>
  db.maybe<Followed>(sql`select ${columns} from subscriptions.subscription where subscription_id = ${id}`)

export const findSome = (db: Queries, ids: readonly string[], limit: number) =>
  db.many<Followed>(sql`
    select ${columns} from subscriptions.subscription
    where ${ids.length === 0 ? sql`true` : sql`subscription_id = any(${ids}::text[])`}
    order by subscription_id limit ${limit}`)

export interface Reading {
  readonly id: string
  readonly version: number
  readonly state: State
  readonly wanted: Wanted | null
  readonly since: Date
  readonly isGreeted: boolean
  readonly trouble: string | null
  readonly now: Date
}

/** A subscription seen for the first time, or asked for anew: whatever was counted before, its numbers go on. */
export const follow = (db: Queries, r: Reading) =>
  db.run(sql`
    insert into subscriptions.subscription (subscription_id, version, state, wanted, since, is_greeted, retry_at, trouble)
    values (${r.id}, ${r.version}, ${r.state}, ${r.wanted ? JSON.stringify(r.wanted) : null}::jsonb, ${r.since},
      ${r.isGreeted}, ${r.now}, ${r.trouble})
    on conflict (subscription_id) do update
    set version = excluded.version, state = excluded.state, wanted = excluded.wanted,
      is_greeted = excluded.is_greeted, failures = 0, failing_since = null, retry_at = excluded.retry_at,
      trouble = excluded.trouble,
      since = case when subscriptions.subscription.state in ('off', 'refused') then excluded.since
        else subscriptions.subscription.since end`)

/** A new version that asks for something else, or for nothing new. */
export const reread = (db: Queries, id: string, version: number, wanted: Wanted | null) =>
  db.run(sql`
    update subscriptions.subscription
    set version = ${version}, wanted = ${wanted ? JSON.stringify(wanted) : null}::jsonb where subscription_id = ${id}`)

export const setState = (db: Queries, id: string, state: State, trouble: string | null) =>
  db.run(sql`
    update subscriptions.subscription set state = ${state}, trouble = ${trouble} where subscription_id = ${id}`)

/** Nobody asks for it any more: what was not told yet never will be. */
export const turnOff = (db: Queries, ids: readonly string[]) =>
  db.run(sql`
    update subscriptions.subscription set state = 'off', delivered = last_number
    where subscription_id = any(${ids}::text[]) and state <> 'off'`)

/** The receiver took it. */
export const noteDelivered = (db: Queries, id: string, number: number, now: Date) =>
  db.run(sql`
    update subscriptions.subscription
    set delivered = greatest(delivered, ${number}), is_greeted = true, failures = 0, failing_since = null,
      retry_at = ${now}, sent_at = ${now}, trouble = null,
      state = case when state in ('requested', 'error') then 'active' else state end
    where subscription_id = ${id}`)

/** It did not. After so many times in a row the subscription is in error, and tried less often. */
export const noteFailed = (
  db: Queries,
  id: string,
  failed: {
    readonly now: Date
    readonly retryAt: Date
    readonly trouble: string
    readonly errorFrom: number
  },
) =>
  db.run(sql`
    update subscriptions.subscription
    set failures = failures + 1, failing_since = coalesce(failing_since, ${failed.now}), retry_at = ${failed.retryAt},
      trouble = ${failed.trouble},
      state = case when state in ('requested', 'active') and failures + 1 >= ${failed.errorFrom} then 'error' else state end
    where subscription_id = ${id}`)

export const forgetOff = (db: Queries) =>
  db.run(sql`
    delete from subscriptions.subscription s
    where state = 'off' and not exists (select from subscriptions.event e where e.subscription_id = s.subscription_id)`)
