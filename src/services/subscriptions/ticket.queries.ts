import { type Queries, sql } from '#foundation/db'

export const insertTicket = (db: Queries, digest: Buffer, ids: readonly string[], expiresAt: Date) =>
  db.run(sql`
    insert into subscriptions.ticket (digest, subscription_ids, expires_at)
    values (${digest}, ${ids}::text[], ${expiresAt})`)

export const findTicket = (db: Queries, digest: Buffer, now: Date) =>
  db.maybe<{ ids: string[] }>(sql`
    select subscription_ids as ids from subscriptions.ticket where digest = ${digest} and expires_at > ${now}`)

export const forgetTickets = (db: Queries, now: Date) =>
  db.run(sql`delete from subscriptions.ticket where expires_at <= ${now}`)
