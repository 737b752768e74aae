import { type Queries, type Sql, sql } from '#foundation/db'
import type { Deadlines } from './data-quality.config.ts'
import type { Period } from './days.ts'
import { delayEdges } from './measures.types.ts'

/** Sums as the board needs them; `told` and `onTime` are of live records that say when care ended. */
export interface Sums {
  readonly records: number
  readonly setAside: number
  readonly clean: number
  readonly repeated: number
  readonly told: number
  readonly onTime: number
  readonly noEnd: number
  readonly futureEnd: number
  readonly backLoaded: number
  readonly expected: number
  readonly filled: number
  readonly persons: number
  readonly citizen: number
  readonly card: number
  readonly birth: number
  readonly address: number
}

/** How many classes of delay are within the deadline of a row's kind. */
const classesWithin = (deadlines: Deadlines): Sql => {
  const classes = (hours: number) => delayEdges.filter((edge) => edge <= hours).length
  const kinds = Object.entries(deadlines.ofKind)
  if (kinds.length === 0) return sql`${classes(deadlines.hours)}::int`
  return sql`case d.kind ${sql.join(
    kinds.map(([kind, hours]) => sql`when ${kind} then ${classes(hours)}::int`),
    sql` `,
  )} else ${classes(deadlines.hours)}::int end`
}

/** Seven additions for each row: unnest and a sum for each row took three times as long. */
const onTime = (deadlines: Deadlines): Sql => {
  const within = classesWithin(deadlines)
  return sql.join(
    delayEdges.map((_, n) => sql`case when ${within} > ${n}::int then d.delays[${n + 1}::int] else 0 end`),
    sql` + `,
  )
}

/**
 * `clean`: findings of the rules are nearly always warnings too, so the larger of the two counts stands for "either".
 */
const sums = (deadlines: Deadlines): Sql => sql`
  sum(d.records)::float8 as records, sum(d.set_aside)::float8 as "setAside",
  sum(d.records - d.set_aside - greatest(d.with_warnings, d.with_rules))::float8 as clean,
  sum(d.repeated)::float8 as repeated,
  sum(d.delays[1] + d.delays[2] + d.delays[3] + d.delays[4] + d.delays[5] + d.delays[6] + d.delays[7] + d.delays[8])::float8
    as told,
  sum(${onTime(deadlines)})::float8 as "onTime",
  sum(d.no_end)::float8 as "noEnd", sum(d.future_end)::float8 as "futureEnd", sum(d.back_loaded)::float8 as "backLoaded",
  sum(d.expected)::float8 as expected, sum(d.filled)::float8 as filled, sum(d.persons)::float8 as persons,
  sum(d.citizen)::float8 as citizen, sum(d.card)::float8 as card, sum(d.birth)::float8 as birth,
  sum(d.address)::float8 as address`

const tableOf = (period: Period): Sql =>
  period.step === 'month' ? sql`data_quality.month d` : sql`data_quality.day d`

const stepOf = (period: Period): Sql =>
  period.step === 'week' ? sql`date_trunc('week', d.day)::date::text` : sql`d.day::text`

const within = (period: Period): Sql => sql`d.day >= ${period.from}::date and d.day <= ${period.to}::date`

export const sumFacilities = (db: Queries, period: Period, deadlines: Deadlines) =>
  db.many<Sums & { readonly facility: string }>(sql`
    select d.facility, ${sums(deadlines)} from ${tableOf(period)} where ${within(period)} group by d.facility`)

/** Per facility and step: at most 30 steps. */
export const sumSteps = (db: Queries, period: Period, deadlines: Deadlines) =>
  db.many<Sums & { readonly facility: string; readonly step: string }>(sql`
    select d.facility, ${stepOf(period)} as step, ${sums(deadlines)}
    from ${tableOf(period)} where ${within(period)} group by 1, 2`)

export const sumOfFacility = (db: Queries, facility: string, period: Period, deadlines: Deadlines) =>
  db.many<
    Sums & {
      readonly step: string
      readonly kind: string
      readonly channel: string
      readonly delays: number[]
    }
  >(sql`
    select ${stepOf(period)} as step, d.kind, d.channel, ${sums(deadlines)},
      array[${sql.join([...delayEdges.keys(), delayEdges.length].map((n) => sql`sum(d.delays[${n + 1}::int])::int`))}] as delays
    from ${tableOf(period)} where d.facility = ${facility} and ${within(period)} group by 1, 2, 3 order by 1`)

export interface CauseRow {
  readonly code: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly table: string | null
  readonly field: string | null
  readonly message: string
  readonly records: number
}

export const topCauses = (db: Queries, facility: string | null, period: Period, limit: number) =>
  db.many<CauseRow>(sql`
    select code, severity, nullif(in_table, '') as "table", nullif(field, '') as field, min(message) as message,
      sum(records)::int as records
    from data_quality.cause
    where day >= ${period.from}::date and day <= ${period.to}::date
      ${facility === null ? sql.empty : sql`and facility = ${facility}`}
    group by code, severity, in_table, field
    order by (severity = 'error') desc, sum(records) desc, code, in_table, field limit ${limit}`)

export const listWaiting = (db: Queries) =>
  db.many<{ facility: string; open: number; oldestAt: Date }>(sql`
    select facility, open, oldest_at as "oldestAt" from data_quality.waiting`)

export const lastRolled = async (db: Queries): Promise<Date | null> =>
  (await db.one<{ at: Date | null }>(sql`select max(rolled_at) as at from data_quality.rolled`)).at
