import { type Database, sql } from '#foundation/db'

/** Receipts of these very bytes; there must never be two. */
export const receiptsOf = (db: Database, sha256: Uint8Array) =>
  db.many<{ receipt_id: string; total: number }>(sql`
    select receipt_id, total from intake.receipt where sha256 = ${sha256}`)

/** How many records stand in each state. */
export const recordStates = (db: Database) =>
  db.many<{ status: string; n: number }>(sql`
    select status, count(*)::int as n from intake.file group by status`)
