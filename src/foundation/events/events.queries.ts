import { pgArray, type Queries, type Sql, sql } from '#foundation/db'
import type { DeadJob, Job, JobKey, NewJob, QueueDepth } from './types.ts'

const json = (value: unknown): string => JSON.stringify(value ?? null)

/** Jobs for several queues in one statement: a facility's file is announced once per request. */
export const writeJobs = (
  tx: Queries,
  jobs: readonly (NewJob & { queue: string })[],
  at: Date,
  runAt: Date,
) =>
  tx.run(sql.named('events.enqueue')`
    insert into events.job (queue, kind, version, payload, enqueued_at, run_at)
    select q, k, v, p::json, ${at}, ${runAt} from unnest(${pgArray(jobs.map((j) => j.queue))}::text[],
      ${pgArray(jobs.map((j) => j.kind))}::text[], ${jobs.map((j) => j.version ?? 1)}::int[],
      ${pgArray(jobs.map((j) => json(j.payload)))}::text[]) as j(q, k, v, p)`)

const jobColumns: Sql = sql`queue, id, kind, version, payload, enqueued_at as "enqueuedAt", attempts`

/** Oldest first, skipping rows another worker holds: several machines drain one queue. */
export const takeReady = (tx: Queries, queue: string, now: Date, limit: number) =>
  tx.many<Job>(sql.named('events.take')`
    select ${jobColumns} from events.job where queue = ${queue} and run_at <= ${now}
    order by run_at, id limit ${limit} for update skip locked`)

/** One job again, unless another worker has it or it is done or put off. */
export const takeOne = (tx: Queries, { queue, id }: JobKey, now: Date) =>
  tx.maybe<Job>(sql`
    select ${jobColumns} from events.job where queue = ${queue} and id = ${id} and run_at <= ${now}
    for update skip locked`)

/** Done: gone in the transaction that did the work. */
export const deleteJobs = (tx: Queries, queue: string, ids: readonly string[]) =>
  tx.run(
    sql.named('events.done')`delete from events.job where queue = ${queue} and id = any(${ids}::bigint[])`,
  )

/** Put off until later, with the try counted. */
export const putOff = (tx: Queries, { queue, id }: JobKey, code: string, runAt: Date) =>
  tx.run(sql`
    update events.job set attempts = attempts + 1, problem_code = ${code}, run_at = ${runAt}
    where queue = ${queue} and id = ${id}`)

/** To the dead, where a person sees it. */
export const moveToDead = (tx: Queries, { queue, id }: JobKey, code: string, now: Date) =>
  tx.run(sql`
    with gone as (delete from events.job where queue = ${queue} and id = ${id}
      returning queue, id, kind, version, payload, enqueued_at, attempts)
    insert into events.dead_job (queue, id, kind, version, payload, enqueued_at, died_at, attempts, problem_code)
    select queue, id, kind, version, payload, enqueued_at, ${now}, attempts + 1, ${code} from gone`)

/** Back to work with the tries forgotten; all of a queue when no ids are given. Keeps the number. */
export const moveFromDead = (tx: Queries, queue: string, ids: readonly string[] | undefined, now: Date) =>
  tx.run(sql`
    with gone as (delete from events.dead_job where queue = ${queue}
      ${ids ? sql`and id = any(${ids}::bigint[])` : sql.empty}
      returning queue, id, kind, version, payload, enqueued_at)
    insert into events.job (queue, id, kind, version, payload, enqueued_at, run_at) overriding system value
    select queue, id, kind, version, payload, enqueued_at, ${now} from gone`)

/** The dead of a queue, latest first. */
export const listDead = (db: Queries, queue: string, limit: number) =>
  db.many<DeadJob>(sql`
    select ${jobColumns}, died_at as "diedAt", problem_code as "problemCode" from events.dead_job
    where queue = ${queue} order by died_at desc, id desc limit ${limit}`)

/** How much waits. Counts rows: for a screen, not for a loop. */
export async function countQueues(db: Queries, queues: readonly string[], now: Date): Promise<QueueDepth> {
  const row = await db.one<{ ready: string; delayed: string; dead: string; oldest: Date | null }>(sql`
    select count(*) filter (where run_at <= ${now}) as ready, count(*) filter (where run_at > ${now}) as delayed,
      (select count(*) from events.dead_job where queue = any(${queues}::text[])) as dead,
      min(enqueued_at) filter (where run_at <= ${now}) as oldest
    from events.job where queue = any(${queues}::text[])`)
  return {
    ready: Number(row.ready),
    delayed: Number(row.delayed),
    dead: Number(row.dead),
    oldestReadyAt: row.oldest,
  }
}

/** Queues that hold anything. */
export const listQueues = (db: Queries) =>
  db.many<{ queue: string }>(
    sql`select queue from events.job union select queue from events.dead_job order by 1`,
  )

/** Wakes workers of other processes. Not in the transaction of the work: see wake.ts. */
export const notify = (db: Queries, channel: string, queues: readonly string[]) =>
  db.run(sql`select pg_notify(${channel}, q) from unnest(${queues}::text[]) as q`)
