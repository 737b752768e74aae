import { type Queries, sql } from '#foundation/db'
import { shardFor } from '#foundation/ids'

/** What can happen at this door; each has a Vietnamese sentence in event-sentences.ts. */
export const eventKinds = [
  'signed-in',
  'wrong-password',
  'unknown-user',
  'locked-out',
  'account-locked',
  'account-expired',
  'address-refused',
  'channel-refused',
  'unknown-token',
  'expired-token',
  'revoked-token',
  'token-of-another',
  'two-addresses',
  'other-facility',
  'clock-ahead',
  'clock-behind',
  'bad-body',
  'too-large',
  'file-refused',
  'card-lookup',
  'account-created',
  'account-changed',
  'password-changed',
  'dead-letter',
  'retried',
] as const
export type EventKind = (typeof eventKinds)[number]

export interface Noted {
  readonly kind: EventKind
  readonly at: Date
  readonly facility?: string | null
  readonly username?: string | null
  readonly address?: string | null
  readonly subject?: string | null
}

/** The same thing within one minute is one row that counts. */
export const noteEvent = (db: Queries, e: Noted) =>
  db.run(sql`
    insert into gateway.event as v (shard, minute, kind, facility, username, address, subject, last_at)
    values (${shardFor(e.facility ?? '')}, date_trunc('minute', ${e.at.toISOString()}::timestamptz), ${e.kind},
      ${e.facility ?? ''}, ${e.username ?? ''}, ${e.address ?? ''}, ${e.subject ?? ''}, ${e.at.toISOString()})
    on conflict (shard, minute, kind, facility, username, address, subject)
    do update set times = v.times + 1, last_at = greatest(v.last_at, excluded.last_at)`)

export interface EventRow {
  readonly kind: EventKind
  readonly facility: string
  readonly username: string
  readonly address: string
  readonly subject: string
  readonly times: number
  readonly last_at: Date
  readonly minute: Date
}

export const findEvents = (
  db: Queries,
  filter: { readonly facility?: string; readonly before?: string; readonly kinds?: readonly string[] },
  limit: number,
) =>
  db.many<EventRow>(sql`
    select kind, facility, username, address, subject, times, last_at, minute from gateway.event
    where ${filter.facility ? sql`shard = ${shardFor(filter.facility)} and facility = ${filter.facility}` : sql`true`}
      and ${filter.before ? sql`minute < ${filter.before}` : sql`true`}
      and ${filter.kinds ? sql`kind = any(${filter.kinds}::text[])` : sql`true`}
    order by minute desc, last_at desc limit ${limit}`)

export const forgetEvents = (db: Queries, before: Date) =>
  db.run(sql`delete from gateway.event where minute < ${before.toISOString()}`)
