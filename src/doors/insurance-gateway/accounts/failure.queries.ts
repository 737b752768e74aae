import { type Queries, sql } from '#foundation/db'

export const findLocks = (db: Queries, who: readonly Buffer[], now: Date) =>
  db.maybe<{ until: Date }>(sql`
    select max(locked_until) as until from gateway.failure
    where who = any(${who}::bytea[]) and locked_until > ${now} having count(*) > 0`)

/** One more failure; an hour without one begins anew. */
export const countFailure = (
  db: Queries,
  who: Buffer,
  { now, forget, allowed }: { readonly now: Date; readonly forget: Date; readonly allowed: number },
) =>
  db.run(sql`
    insert into gateway.failure as f (who, times, last_at) values (${who}, 1, ${now})
    on conflict (who) do update set
      times = case when f.last_at < ${forget} then 1 else f.times + 1 end,
      last_at = excluded.last_at,
      locked_until = case when f.last_at >= ${forget} and f.times + 1 >= ${allowed}
        -- 1, 2, 4 … 64 minutes.
        then ${now}::timestamptz + interval '1 minute' * power(2, least(f.times + 1 - ${allowed}, 6)) end`)

export const forgiveFailures = (db: Queries, who: readonly Buffer[]) =>
  db.run(sql`delete from gateway.failure where who = any(${who}::bytea[])`)

export const forgetFailures = (db: Queries, before: Date) =>
  db.run(sql`delete from gateway.failure where last_at < ${before}`)
