import { type Queries, sql, type Tx } from '#foundation/db'
import type { SubscriptionEvent } from './wanted.types.ts'

export interface EventToWrite extends SubscriptionEvent {
  readonly subscriptionId: string
  readonly tx: string
}

/** Events of one reading of the ledger, numbered already. */
export async function insertEvents(tx: Tx, events: readonly EventToWrite[]): Promise<void> {
  if (events.length === 0) return
  await tx.run(sql`
    insert into subscriptions.event (subscription_id, number, tx, at, type, resource_id, version, method)
    select * from unnest(${events.map((e) => e.subscriptionId)}::text[],
      ${events.map((e) => String(e.number))}::bigint[],
      ${events.map((e) => e.tx)}::bigint[],
      ${events.map((e) => e.at.toISOString())}::timestamptz[],
      ${events.map((e) => e.type)}::text[],
      ${events.map((e) => e.id)}::text[],
      ${events.map((e) => String(e.version))}::int[],
      ${events.map((e) => e.method)}::text[])`)
  const last = new Map(events.map((e) => [e.subscriptionId, e.number]))
  await tx.run(sql`
    update subscriptions.subscription s set last_number = n.number
    from unnest(${[...last.keys()]}::text[],
      ${[...last.values()].map(String)}::bigint[]) n (id, number)
    where s.subscription_id = n.id`)
}

/** After one number, up to another, in order. */
export const findEvents = (db: Queries, id: string, after: number, upTo: number, limit: number) =>
  db.many<SubscriptionEvent>(sql`
    select number::float8 as number, at, type, resource_id as id, version, method from subscriptions.event
    where subscription_id = ${id} and number > ${after} and number <= ${upTo} order by number limit ${limit}`)

export const forgetEvents = (db: Queries, before: Date) =>
  db.run(sql`delete from subscriptions.event where at < ${before}`)
