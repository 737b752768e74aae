import { type Database, sql } from '#foundation/db'
import { identityBit } from './measure-identity.ts'

/**
 * What the quality board asks of the intake: one closed day at a time, so that each question reads one day's rows (found
 * by the BRIN index on received_at) and never the whole history. A day is Vietnam's.
 */

/** Upper edges, in hours, of the classes of delay; a deadline is one of them. The last class holds what came later still. */
export const delayEdges = [3, 12, 24, 48, 72, 120, 168] as const

export interface DayMeasures {
  /** '' when the record did not let its facility be read. */
  readonly facility: string
  readonly channel: string
  /** '' for records that could not be read. */
  readonly kind: string
  readonly records: number
  readonly setAside: number
  /** Sound, but read with at least one warning, or with at least one finding of the rules. */
  readonly withWarnings: number
  readonly withRules: number
  /** A later message took its place. */
  readonly superseded: number
  /** Beyond the first record of the same key on the same day. */
  readonly repeated: number
  /** By time from the end of what it tells to its receipt: one class per edge, and the rest. Back-loads are not counted. */
  readonly delays: readonly number[]
  /** Says no end, or an end after its own receipt (a clock that goes wrong). */
  readonly noEnd: number
  readonly futureEnd: number
  readonly backLoaded: number
  readonly expected: number
  readonly filled: number
  /** Records that name a person, and what is sound about them. */
  readonly persons: number
  readonly citizen: number
  readonly card: number
  readonly birth: number
  readonly address: number
}

/** A sender's clock may run a little ahead of ours. */
const aheadMinutes = 10

const dayStart = (day: string) => sql`(${day}::date::timestamp at time zone 'Asia/Ho_Chi_Minh')`
const dayEnd = (day: string) => sql`((${day}::date + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh')`

/** One day, per facility, channel and kind. Records received before measures were taken (kind null, sound) are left out. */
export const dayMeasures = (db: Database, day: string) =>
  db.many<DayMeasures>(sql`
    with f as (
      select coalesce(f.facility, '') as facility, r.channel, coalesce(f.kind, '') as kind, f.status, f.visit_link_id,
        f.warnings, f.rules, f.expected, f.filled, coalesce(f.identity, 0) as identity,
        case when r.lane = 'back-load' then 'back'
          when f.ended_at is null then 'none'
          when f.ended_at > f.received_at + make_interval(mins => ${aheadMinutes}) then 'future'
          else 'told' end as ending,
        width_bucket(extract(epoch from f.received_at - f.ended_at)::float8 / 3600, ${delayEdges}::float8[]) as delay
      from intake.file f join intake.receipt r on r.shard = f.shard and r.receipt_id = f.receipt_id
      where f.received_at >= ${dayStart(day)} and f.received_at < ${dayEnd(day)}
        and (f.expected is not null or f.status = 'set-aside')
    )
    select facility, channel, kind, count(*)::int as records,
      (count(*) filter (where status = 'set-aside'))::int as "setAside",
      (count(*) filter (where status <> 'set-aside' and warnings > 0))::int as "withWarnings",
      (count(*) filter (where status <> 'set-aside' and rules > 0))::int as "withRules",
      (count(*) filter (where status = 'superseded'))::int as superseded,
      (count(visit_link_id) - count(distinct visit_link_id))::int as repeated,
      array[${sql.join(classes.map((n) => sql`(count(*) filter (where ending = 'told' and delay = ${n}))::int`))}] as delays,
      (count(*) filter (where ending = 'none' and kind <> ''))::int as "noEnd",
      (count(*) filter (where ending = 'future'))::int as "futureEnd",
      (count(*) filter (where ending = 'back'))::int as "backLoaded",
      coalesce(sum(expected), 0)::int as expected, coalesce(sum(filled), 0)::int as filled,
      ${having(identityBit.person)} as persons, ${having(identityBit.citizen)} as citizen,
      ${having(identityBit.card)} as card, ${having(identityBit.birth)} as birth,
      ${having(identityBit.address)} as address
    from f group by facility, channel, kind order by facility, channel, kind`)

const classes = [...delayEdges.keys(), delayEdges.length]
const having = (bit: number) => sql`(count(*) filter (where identity & ${bit}::int <> 0))::int`

export interface DayCause {
  readonly facility: string
  readonly code: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly table: string | null
  readonly field: string | null
  readonly message: string
  /** Records it was found in. */
  readonly records: number
}

/** What was found on a day and how often, the most frequent of each facility; notes (info) are no causes. */
export const dayCauses = (db: Database, day: string, mostPerFacility: number) =>
  db.many<DayCause>(sql`
    with found as (
      select coalesce(f.facility, '') as facility, p.code, p.severity, p."table", p.field, min(p.message) as message,
        count(distinct (f.shard, f.receipt_id, f.file_number))::int as records
      from intake.file f cross join lateral jsonb_to_recordset(f.problems)
        as p(code text, severity text, "table" text, field text, message text)
      where f.received_at >= ${dayStart(day)} and f.received_at < ${dayEnd(day)}
        and f.problems is not null and p.severity in ('error', 'warning')
      group by 1, 2, 3, 4, 5
    ), ranked as (
      select *, row_number() over (partition by facility order by (severity = 'error') desc, records desc, code, "table", field) as place
      from found
    )
    select facility, code, severity, "table", field, message, records from ranked
    where place <= ${mostPerFacility} order by facility, place`)

export interface OpenSetAside {
  readonly facility: string
  readonly open: number
  readonly oldestAt: Date
}

/** What waits for somebody now: read from the partial index of set-aside records, whatever their age. */
export const openSetAside = (db: Database) =>
  db.many<OpenSetAside>(sql`
    select coalesce(facility, '') as facility, count(*)::int as open, min(received_at) as "oldestAt"
    from intake.file where status = 'set-aside' group by 1 order by 1`)

/** The first day anything was received; null in an empty installation. */
export const firstDay = async (db: Database): Promise<string | null> =>
  (
    await db.maybe<{ day: string }>(sql`
      select (received_at at time zone 'Asia/Ho_Chi_Minh')::date::text as day
      from intake.receipt order by received_at limit 1`)
  )?.day ?? null
