import { type Queries, sql } from '#foundation/db'
import { shardFor } from '#foundation/ids'
import type { Operation } from '../protocol/endpoints.ts'

export interface OutgoingToWrite {
  readonly outgoingId: string
  readonly facility: string
  readonly accountId: string
  readonly operation: Operation
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
  readonly digest: Buffer
  readonly body: Buffer
  readonly receiptId: string | null
  readonly now: Date
}

/** Once: the same bytes of the same kind are on their way, or have arrived, already. */
export const insertOutgoing = (db: Queries, o: OutgoingToWrite) =>
  db.run(sql`
    insert into gateway.outgoing (shard, outgoing_id, facility, account_id, operation, path, fields, digest, body, size,
      receipt_id, created_at, state, retry_at)
    values (${shardFor(o.facility)}, ${o.outgoingId}::uuid, ${o.facility}, ${o.accountId}::uuid, ${o.operation}, ${o.path},
      ${JSON.stringify(o.fields)}::jsonb, ${o.digest}, ${o.body}, ${o.body.length}, ${o.receiptId}, ${o.now}, 'waiting', ${o.now})
    on conflict (shard, facility, digest) where state <> 'dead' do nothing`)

/**
 * Takes the lane of one facility that has something to send now and that nobody holds. A lane is a row, not a lock: it
 * outlives neither its holder's lease nor his death by more than the lease.
 */
export const takeLane = (db: Queries, holder: string, now: Date, until: Date) =>
  db.maybe<{ facility: string; failures: number }>(sql`
    insert into gateway.relay_lane as l (facility, holder, lease_until)
    select o.facility, ${holder}::uuid, ${until} from gateway.outgoing o
    left join gateway.relay_lane k on k.facility = o.facility
    where o.state = 'waiting' and o.retry_at <= ${now}
      and (k.lease_until is null or k.lease_until < ${now}) and (k.paused_until is null or k.paused_until <= ${now})
      -- The oldest goes first: while it waits for its next try, all behind it wait too.
      and not exists (select from gateway.outgoing e where e.facility = o.facility and e.state = 'waiting'
        and (e.created_at, e.outgoing_id) < (o.created_at, o.outgoing_id))
    order by o.retry_at limit 1
    on conflict (facility) do update set holder = excluded.holder, lease_until = excluded.lease_until
    where l.lease_until is null or l.lease_until < ${now}
    returning facility, failures`)

/** False: the lease ran out and somebody else sends now. */
export const holdLane = async (db: Queries, facility: string, holder: string, until: Date) =>
  (await db.run(sql`
    update gateway.relay_lane set lease_until = ${until} where facility = ${facility} and holder = ${holder}::uuid`)) ===
  1

export const leaveLane = (
  db: Queries,
  facility: string,
  holder: string,
  pause: { readonly until: Date; readonly trouble: string } | null,
) =>
  db.run(sql`
    update gateway.relay_lane set holder = null, lease_until = null, paused_until = ${pause?.until ?? null},
      trouble = ${pause?.trouble ?? null}, failures = ${pause ? sql`failures + 1` : sql`0`}
    where facility = ${facility} and holder = ${holder}::uuid`)

export interface OutgoingRow {
  readonly outgoing_id: string
  readonly account_id: string
  readonly operation: Operation
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly attempts: number
}

/** The facility's oldest that waits, when its time has come. */
export const findNext = (db: Queries, facility: string, now: Date) =>
  db.maybe<OutgoingRow>(sql`
    select outgoing_id, account_id, operation, path, fields, body, attempts from (
      select * from gateway.outgoing where facility = ${facility} and state = 'waiting'
      order by created_at, outgoing_id limit 1) o
    where retry_at <= ${now}`)

interface Outcome {
  readonly facility: string
  readonly outgoingId: string
  readonly now: Date
  readonly code: string | null
  readonly message: string | null
}

const told = (o: Outcome) => sql`attempts = attempts + 1, last_at = ${o.now}, last_code = ${o.code},
  last_message = ${o.message?.slice(0, 500) ?? null}`
const itself = (o: Outcome) =>
  sql`shard = ${shardFor(o.facility)} and outgoing_id = ${o.outgoingId}::uuid and state = 'waiting'`

export const noteDelivered = (
  db: Queries,
  o: Outcome,
  transactionCode: string | null,
  receivedAt: string | null,
) =>
  db.run(sql`
    update gateway.outgoing set state = 'delivered', body = null, done_at = ${o.now}, ${told(o)},
      upstream_code = ${transactionCode}, upstream_at = ${receivedAt} where ${itself(o)}`)

export const noteDead = (db: Queries, o: Outcome, owner: 'facility' | 'department') =>
  db.run(sql`
    update gateway.outgoing set state = 'dead', owner = ${owner}, done_at = ${o.now}, ${told(o)} where ${itself(o)}`)

export const notePutOff = (db: Queries, o: Outcome, retryAt: Date) =>
  db.run(sql`update gateway.outgoing set retry_at = ${retryAt}, ${told(o)} where ${itself(o)}`)

/** Dead letters go back to their place in the line. One that has been sent again since stays dead. */
export const reviveDead = (
  db: Queries,
  which: { readonly outgoingId: string } | { readonly facility: string },
  now: Date,
) =>
  db.many<{ facility: string }>(sql`
    update gateway.outgoing d set state = 'waiting', owner = null, done_at = null, retry_at = ${now}
    where d.state = 'dead' and ${'outgoingId' in which ? sql`d.outgoing_id = ${which.outgoingId}::uuid` : sql`d.facility = ${which.facility}`}
      and not exists (select from gateway.outgoing o where o.shard = d.shard and o.facility = d.facility
        and o.digest = d.digest and o.state <> 'dead')
      and not exists (select from gateway.outgoing n where n.shard = d.shard and n.facility = d.facility
        and n.digest = d.digest and n.state = 'dead' and n.outgoing_id > d.outgoing_id)
    returning d.facility`)

export interface LaneState {
  readonly facility: string
  readonly waiting: number
  readonly dead: number
  readonly delivered_today: number
  readonly oldest_at: Date | null
  readonly last_code: string | null
  readonly last_message: string | null
  readonly last_at: Date | null
  readonly paused_until: Date | null
  readonly trouble: string | null
}

export const findLanes = (db: Queries, since: Date) =>
  db.many<LaneState>(sql`
    with seen as (
      select facility, count(*) filter (where state = 'waiting')::int as waiting,
        count(*) filter (where state = 'dead')::int as dead,
        count(*) filter (where state = 'delivered')::int as delivered_today,
        min(created_at) filter (where state = 'waiting') as oldest_at,
        (array_agg(last_code order by last_at desc nulls last))[1] as last_code,
        (array_agg(last_message order by last_at desc nulls last))[1] as last_message,
        max(last_at) as last_at
      from gateway.outgoing where state <> 'delivered' or done_at >= ${since} group by facility)
    select s.*, l.paused_until, l.trouble from seen s left join gateway.relay_lane l on l.facility = s.facility
    order by s.dead > 0 desc, s.waiting > 0 desc, s.facility`)

export interface DeadRow {
  readonly outgoing_id: string
  readonly facility: string
  readonly operation: Operation
  readonly receipt_id: string | null
  readonly created_at: Date
  readonly done_at: Date
  readonly attempts: number
  readonly last_code: string | null
  readonly last_message: string | null
  readonly owner: 'facility' | 'department'
}

export const findDead = (db: Queries, limit: number) =>
  db.many<DeadRow>(sql`
    select outgoing_id, facility, operation, receipt_id, created_at, done_at, attempts, last_code, last_message, owner
    from gateway.outgoing where state = 'dead' order by done_at, outgoing_id limit ${limit}`)

/** What became of a receipt at the real gateway, newest first. */
export const findOfReceipt = (db: Queries, receiptId: string) =>
  db.many<{
    state: 'waiting' | 'delivered' | 'dead'
    attempts: number
    last_at: Date | null
    last_code: string | null
    last_message: string | null
    upstream_code: string | null
    upstream_at: string | null
  }>(sql`
    select state, attempts, last_at, last_code, last_message, upstream_code, upstream_at
    from gateway.outgoing where receipt_id = ${receiptId}::uuid order by created_at desc`)

export const forgetDelivered = (db: Queries, before: Date) =>
  db.run(sql`delete from gateway.outgoing where state = 'delivered' and done_at < ${before}`)
