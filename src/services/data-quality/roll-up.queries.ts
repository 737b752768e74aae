import { pgArray, type Queries, sql, type Tx } from '#foundation/db'
import type { DayCause, DayMeasures, Waiting } from './measures.types.ts'

export const rolledDays = (db: Queries) =>
  db.many<{ day: string; rolledAt: Date }>(sql`
    select day::text as day, rolled_at as "rolledAt" from data_quality.rolled order by day`)

/** Two processes may come to the same day; the second waits and writes the same. */
export const lockRolling = (tx: Tx) => tx.run(sql`select pg_advisory_xact_lock(${rollingLock}::bigint)`)

/** Any number that no other lock of this product has. */
const rollingLock = '5575932013464222'

const list = <T>(rows: readonly T[], of: (row: T) => number) => rows.map(of)

export async function replaceDay(tx: Tx, day: string, rows: readonly DayMeasures[]): Promise<void> {
  await tx.run(sql`delete from data_quality.day where day = ${day}::date`)
  await tx.run(sql`
    insert into data_quality.day (day, facility, channel, kind, records, set_aside, with_warnings, with_rules, superseded,
      repeated, delays, no_end, future_end, back_loaded, expected, filled, persons, citizen, card, birth, address)
    select ${day}::date, r.facility, r.channel, r.kind, r.records, r.set_aside, r.with_warnings, r.with_rules, r.superseded,
      r.repeated, r.delays::int[], r.no_end, r.future_end, r.back_loaded, r.expected, r.filled, r.persons, r.citizen, r.card,
      r.birth, r.address
    from unnest(${pgArray(rows.map((r) => r.facility))}::text[], ${rows.map((r) => r.channel)}::text[],
      ${rows.map((r) => r.kind)}::text[], ${list(rows, (r) => r.records)}::int[], ${list(rows, (r) => r.setAside)}::int[],
      ${list(rows, (r) => r.withWarnings)}::int[], ${list(rows, (r) => r.withRules)}::int[],
      ${list(rows, (r) => r.superseded)}::int[], ${list(rows, (r) => r.repeated)}::int[],
      ${rows.map((r) => `{${r.delays.join(',')}}`)}::text[], ${list(rows, (r) => r.noEnd)}::int[],
      ${list(rows, (r) => r.futureEnd)}::int[], ${list(rows, (r) => r.backLoaded)}::int[],
      ${list(rows, (r) => r.expected)}::bigint[], ${list(rows, (r) => r.filled)}::bigint[],
      ${list(rows, (r) => r.persons)}::int[], ${list(rows, (r) => r.citizen)}::int[], ${list(rows, (r) => r.card)}::int[],
      ${list(rows, (r) => r.birth)}::int[], ${list(rows, (r) => r.address)}::int[])
      as r(facility, channel, kind, records, set_aside, with_warnings, with_rules, superseded, repeated, delays, no_end,
        future_end, back_loaded, expected, filled, persons, citizen, card, birth, address)`)
}

export async function replaceCauses(tx: Tx, day: string, causes: readonly DayCause[]): Promise<void> {
  await tx.run(sql`delete from data_quality.cause where day = ${day}::date`)
  await tx.run(sql`
    insert into data_quality.cause (day, facility, code, severity, in_table, field, message, records)
    select ${day}::date, c.* from unnest(${pgArray(causes.map((c) => c.facility))}::text[],
      ${pgArray(causes.map((c) => c.code))}::text[], ${causes.map((c) => c.severity)}::text[],
      ${pgArray(causes.map((c) => c.table ?? ''))}::text[], ${pgArray(causes.map((c) => c.field ?? ''))}::text[],
      ${pgArray(causes.map((c) => c.message))}::text[], ${causes.map((c) => c.records)}::int[]) as c
    on conflict do nothing`)
}

export const markRolled = (tx: Tx, day: string, at: Date) =>
  tx.run(sql`
    insert into data_quality.rolled (day, rolled_at) values (${day}::date, ${at})
    on conflict (day) do update set rolled_at = excluded.rolled_at`)

/** Sums the days of a month again: cheap (one facility is 31 days), and right whatever changed. */
export async function sumMonth(tx: Tx, month: string): Promise<void> {
  await tx.run(sql`delete from data_quality.month where day = ${month}::date`)
  await tx.run(sql`
    insert into data_quality.month
    select ${month}::date, facility, channel, kind, sum(records), sum(set_aside), sum(with_warnings), sum(with_rules),
      sum(superseded), sum(repeated),
      array[sum(delays[1]), sum(delays[2]), sum(delays[3]), sum(delays[4]), sum(delays[5]), sum(delays[6]), sum(delays[7]),
        sum(delays[8])]::int[],
      sum(no_end), sum(future_end), sum(back_loaded), sum(expected), sum(filled), sum(persons), sum(citizen), sum(card),
      sum(birth), sum(address)
    from data_quality.day
    where day >= ${month}::date and day < (${month}::date + interval '1 month')::date
    group by facility, channel, kind`)
}

export async function replaceWaiting(tx: Tx, rows: readonly Waiting[]): Promise<void> {
  await tx.run(sql`delete from data_quality.waiting`)
  await tx.run(sql`
    insert into data_quality.waiting (facility, open, oldest_at)
    select * from unnest(${pgArray(rows.map((r) => r.facility))}::text[], ${rows.map((r) => r.open)}::int[],
      ${rows.map((r) => r.oldestAt)}::timestamptz[])`)
}

export const forgetCauses = (tx: Tx, before: string) =>
  tx.run(sql`delete from data_quality.cause where day < ${before}::date`)
