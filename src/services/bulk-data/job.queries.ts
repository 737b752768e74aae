import { oldestRunning, type Queries, sql, type Tx } from '#foundation/db'
import type { Hold, Job, JobFile } from './job.types.ts'

const columns = sql`job_id as "jobId", kind, state, asked, asked_at as "askedAt", attempts, progress, problem,
  ended_at as "endedAt", expires_at as "expiresAt"`

export const insertJob = (
  db: Queries,
  job: { readonly jobId: string; readonly kind: Job['kind']; readonly asked: string; readonly at: Date },
) =>
  db.run(sql`
    insert into bulk_data.job (job_id, kind, state, asked, asked_at, run_at)
    values (${job.jobId}, ${job.kind}, 'waiting', ${job.asked}::jsonb, ${job.at}, ${job.at})`)

/** Until the end of the transaction, no other process counts or adds jobs. */
export const lockQueue = (tx: Tx) => tx.run(sql`select pg_advisory_xact_lock(${queueLock}::bigint)`)

/** Any number that no other lock of this product has. */
const queueLock = '5575932013463111'

export const findJob = (db: Queries, jobId: string) =>
  db.maybe<Job>(sql`select ${columns} from bulk_data.job where job_id = ${jobId}::uuid`)

export const countOpenJobs = async (db: Queries): Promise<number> =>
  (
    await db.one<{ n: number }>(
      sql`select count(*)::int as n from bulk_data.job where state in ('waiting', 'running')`,
    )
  ).n

/** The oldest job that waits, or whose worker has fallen silent. */
export const takeJob = (db: Queries, worker: string, now: Date, leaseUntil: Date) =>
  db.maybe<Job>(sql`
    update bulk_data.job
    set state = 'running', worker = ${worker}::uuid, lease_until = ${leaseUntil}, attempts = attempts + 1
    where job_id = (
      select job_id from bulk_data.job
      where (state = 'waiting' and run_at <= ${now}) or (state = 'running' and lease_until < ${now})
      order by asked_at limit 1 for update skip locked)
    returning ${columns}`)

/** 0 rows: the job was cancelled, or somebody else has taken it over. */
export const keepLease = (db: Queries, { jobId, worker }: Hold, leaseUntil: Date, progress: unknown) =>
  db.run(sql`
    update bulk_data.job set lease_until = ${leaseUntil}, progress = ${JSON.stringify(progress)}::jsonb
    where job_id = ${jobId}::uuid and worker = ${worker}::uuid and state = 'running'`)

export const finishJob = (
  db: Queries,
  { jobId, worker }: Hold,
  end: {
    readonly state: 'done' | 'failed'
    readonly problem: unknown
    readonly endedAt: Date
    readonly expiresAt: Date
  },
) =>
  db.run(sql`
    update bulk_data.job
    set state = ${end.state}, problem = ${end.problem ? JSON.stringify(end.problem) : null}::jsonb,
      ended_at = ${end.endedAt}, expires_at = ${end.expiresAt}, worker = null, lease_until = null
    where job_id = ${jobId}::uuid and worker = ${worker}::uuid and state = 'running'`)

/** Back among those that wait: the process stops, or something outside failed. */
export const releaseJob = (db: Queries, { jobId, worker }: Hold, runAt: Date, progress: unknown) =>
  db.run(sql`
    update bulk_data.job
    set state = 'waiting', worker = null, lease_until = null, run_at = ${runAt},
      progress = ${JSON.stringify(progress)}::jsonb
    where job_id = ${jobId}::uuid and worker = ${worker}::uuid and state = 'running'`)

/** Its files go at the next sweep, when nobody writes them any more. */
export const cancelJob = (db: Queries, jobId: string, goneFrom: Date) =>
  db.run(sql`
    update bulk_data.job set state = 'cancelled', expires_at = ${goneFrom}
    where job_id = ${jobId}::uuid and state <> 'cancelled'`)

export const findExpired = (db: Queries, now: Date) =>
  db.many<{ jobId: string }>(
    sql`select job_id as "jobId" from bulk_data.job where expires_at < ${now} order by expires_at limit 100`,
  )

export async function forgetJob(db: Queries, jobId: string): Promise<void> {
  await db.run(sql`delete from bulk_data.file where job_id = ${jobId}::uuid`)
  await db.run(sql`delete from bulk_data.job where job_id = ${jobId}::uuid`)
}

export const insertFile = (db: Queries, jobId: string, file: JobFile) =>
  db.run(sql`
    insert into bulk_data.file (job_id, number, role, type, name, is_gzip, lines, bytes)
    values (${jobId}::uuid, ${file.number}, ${file.role}, ${file.type}, ${file.name}, ${file.isGzip}, ${file.lines},
      ${file.bytes})
    on conflict (job_id, number) do update
    set lines = excluded.lines, bytes = excluded.bytes, name = excluded.name, is_gzip = excluded.is_gzip`)

export const findFiles = (db: Queries, jobId: string) =>
  db.many<JobFile>(sql`
    select number, role, type, name, is_gzip as "isGzip", lines::float8 as lines, bytes::float8 as bytes
    from bulk_data.file where job_id = ${jobId}::uuid order by number`)

/** Transactions running now have lower numbers than this. */
export const nextTransaction = async (db: Queries): Promise<bigint> =>
  BigInt((await db.one<{ x: string }>(sql`select pg_snapshot_xmax(pg_current_snapshot())::text as x`)).x)

/** Transactions below this number have ended. */
export const oldestTransaction = async (db: Queries): Promise<bigint> =>
  BigInt((await db.one<{ x: string }>(sql`select ${oldestRunning}::text as x`)).x)
