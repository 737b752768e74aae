import { type Queries, sql } from '#foundation/db'
import { shardFor } from '#foundation/ids'

export interface Submission {
  readonly submissionId: string
  readonly transactionCode: string
  readonly facility: string
  readonly accountId: string
  readonly operation: string
  /** `loaiHoSo`. */
  readonly kind: string
  readonly at: Date
  readonly day: string
  readonly receiptId: string | null
  readonly code: string
  readonly total: number
  readonly setAside: number
  readonly size: number
  readonly problems: readonly { readonly code: string; readonly message: string }[]
}

export const insertSubmission = (db: Queries, s: Submission) =>
  db.run(sql`
    insert into gateway.submission (shard, submission_id, transaction_code, facility, account_id, operation, kind, at, day,
      receipt_id, code, total, set_aside, size, problems)
    values (${shardFor(s.facility)}, ${s.submissionId}::uuid, ${s.transactionCode}, ${s.facility}, ${s.accountId}::uuid,
      ${s.operation}, ${s.kind}, ${s.at}, ${s.day}, ${s.receiptId}, ${s.code}, ${s.total}, ${s.setAside}, ${s.size},
      ${JSON.stringify(s.problems)}::jsonb)`)

/** Of each transaction its last word: the same file sent again is one. */
const lastWords = (facility: string, kind: string | null, from: string, to: string) => sql`
  select distinct on (transaction_code) transaction_code, day, at, total, set_aside from gateway.submission
  where shard = ${shardFor(facility)} and facility = ${facility} and day between ${from}::date and ${to}::date
    and ${kind === null ? sql`true` : sql`kind = ${kind}`}
  order by transaction_code, at desc`

export const countByDay = (db: Queries, facility: string, kind: string | null, from: string, to: string) =>
  db.many<{ day: string; total: number; set_aside: number }>(sql`
    select day, sum(total)::int as total, sum(set_aside)::int as set_aside
    from (${lastWords(facility, kind, from, to)}) s group by day order by day`)

export const listDay = (db: Queries, facility: string, kind: string | null, day: string, limit: number) =>
  db.many<{ transaction_code: string; at: Date; total: number; set_aside: number }>(sql`
    select transaction_code, at, total, set_aside from (${lastWords(facility, kind, day, day)}) s order by at limit ${limit}`)

export const findTransaction = (db: Queries, facility: string, transactionCode: string) =>
  db.maybe<{ problems: Submission['problems']; receipt_id: string | null; code: string }>(sql`
    select problems, receipt_id, code from gateway.submission
    where shard = ${shardFor(facility)} and facility = ${facility} and transaction_code = ${transactionCode}
    order by at desc limit 1`)

export const forgetSubmissions = (db: Queries, before: Date) =>
  db.run(sql`delete from gateway.submission where at < ${before}`)
