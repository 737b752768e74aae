import { type Queries, type Sql, sql } from '#foundation/db'
import { newId } from '#foundation/ids'
import type { Level, Method } from './levels.ts'
import type { Outcome, Reason, Trouble, VerifiedField } from './verification.types.ts'

export type VerificationState = 'waiting' | 'answered' | 'given-up' | 'cancelled'
export type EventKind = 'asked' | 'joined' | 'put-off' | 'answered' | 'given-up' | 'cancelled'

export interface VerificationRow {
  readonly shard: number
  readonly verificationId: string
  readonly recordId: string
  readonly facility: string
  readonly askedBy: string
  readonly reason: Reason
  readonly method: Method
  readonly asked: readonly VerifiedField[]
  readonly subjectDigest: Buffer
  readonly askedAt: Date
  readonly state: VerificationState
  readonly attempts: number
  readonly nextAt: Date | null
  readonly trouble: Trouble | null
  readonly outcome: Outcome | null
  readonly compared: readonly VerifiedField[]
  readonly differs: readonly VerifiedField[]
  readonly level: Level | null
  readonly reference: string | null
  readonly closedAt: Date | null
  readonly expiresAt: Date | null
}

const columns: Sql = sql`shard, verification_id as "verificationId", record_id as "recordId", facility,
  asked_by as "askedBy", reason, method, asked, subject_digest as "subjectDigest", asked_at as "askedAt", state, attempts,
  next_at as "nextAt", trouble, outcome, compared, differs, level, reference, closed_at as "closedAt",
  expires_at as "expiresAt"`

export interface Key {
  readonly shard: number
  readonly verificationId: string
}

type NewVerification = Omit<
  VerificationRow,
  'state' | 'attempts' | 'trouble' | 'outcome' | 'compared' | 'differs'
> & {
  readonly state: 'waiting' | 'answered'
}

/** False: this facility is already asking about this record. */
export const insertVerification = async (db: Queries, v: NewVerification): Promise<boolean> =>
  (await db.run(sql`
    insert into identity.verification (shard, verification_id, record_id, facility, asked_by, reason, method, asked,
      subject_digest, asked_at, state, next_at, outcome, compared, level, reference, closed_at, expires_at)
    values (${v.shard}, ${v.verificationId}::uuid, ${v.recordId}, ${v.facility}, ${v.askedBy}, ${v.reason}, ${v.method},
      ${v.asked}, ${v.subjectDigest}, ${v.askedAt}, ${v.state}, ${v.nextAt},
      ${v.state === 'answered' ? 'confirmed' : null}, ${v.state === 'answered' ? v.asked : []}, ${v.level},
      ${v.reference}, ${v.closedAt}, ${v.expiresAt})
    on conflict (shard, record_id, facility) where state = 'waiting' do nothing`)) === 1

export const findOpen = (db: Queries, shard: number, recordId: string, facility: string) =>
  db.maybe<VerificationRow>(sql`
    select ${columns} from identity.verification
    where shard = ${shard} and record_id = ${recordId} and facility = ${facility} and state = 'waiting'`)

export const findVerification = (db: Queries, { shard, verificationId }: Key) =>
  db.maybe<VerificationRow>(sql`
    select ${columns} from identity.verification where shard = ${shard} and verification_id = ${verificationId}::uuid`)

/** Newest first; of one facility, or of all. */
export const findOfRecord = (
  db: Queries,
  shard: number,
  recordId: string,
  facility: string | null,
  limit: number,
) =>
  db.many<VerificationRow>(sql`
    select ${columns} from identity.verification
    where shard = ${shard} and record_id = ${recordId} ${facility === null ? sql.empty : sql`and facility = ${facility}`}
    order by asked_at desc, verification_id desc limit ${limit}`)

export interface EvidenceRow {
  readonly recordId: string
  readonly method: Method
  readonly outcome: Outcome
  readonly level: Level
  readonly facility: string
  readonly at: Date
  readonly expiresAt: Date | null
  readonly subjectDigest: Buffer
}

/** What was proved of these records and has not run out, all facilities: who may rely on it is decided outside. */
export const findEvidence = (
  db: Queries,
  keys: readonly { readonly shard: number; readonly recordId: string }[],
  now: Date,
) =>
  db.many<EvidenceRow>(sql`
    select v.record_id as "recordId", method, outcome, level, facility, closed_at as at, expires_at as "expiresAt",
      subject_digest as "subjectDigest"
    from identity.verification v
    join unnest(${keys.map((k) => k.shard)}::int[], ${keys.map((k) => k.recordId)}::text[]) as k(shard, record_id)
      on v.shard = k.shard and v.record_id = k.record_id
    where state = 'answered' and (expires_at is null or expires_at > ${now})`)

export interface AnswerToWrite extends Key {
  readonly outcome: Outcome
  readonly asked: readonly VerifiedField[]
  readonly compared: readonly VerifiedField[]
  readonly differs: readonly VerifiedField[]
  readonly level: Level
  readonly reference: string | null
  readonly subjectDigest: Buffer
  readonly at: Date
  readonly expiresAt: Date
}

/** Once: whoever answers second, or after a cancellation, changes nothing. */
export const writeAnswer = async (db: Queries, a: AnswerToWrite): Promise<boolean> =>
  (await db.run(sql`
    update identity.verification set state = 'answered', outcome = ${a.outcome}, asked = ${a.asked},
      compared = ${a.compared}, differs = ${a.differs}, level = ${a.level}, reference = ${a.reference},
      subject_digest = ${a.subjectDigest}, closed_at = ${a.at}, expires_at = ${a.expiresAt}, next_at = null,
      trouble = null, attempts = attempts + 1
    where shard = ${a.shard} and verification_id = ${a.verificationId}::uuid and state = 'waiting'`)) === 1

export interface PutOff extends Key {
  /** The try that failed: a try of the same number by somebody else has then been counted already. */
  readonly attempt: number
  readonly trouble: Trouble
  readonly nextAt: Date
}

/** Counts a failed try. False: another one has been faster, or it is over. */
export const putOff = async (db: Queries, p: PutOff): Promise<boolean> =>
  (await db.run(sql`
    update identity.verification set attempts = attempts + 1, trouble = ${p.trouble}, next_at = ${p.nextAt}
    where shard = ${p.shard} and verification_id = ${p.verificationId}::uuid and state = 'waiting'
      and attempts = ${p.attempt}`)) === 1

/** Over without an answer. False: it was over already. */
export const closeUnanswered = async (
  db: Queries,
  { shard, verificationId }: Key,
  state: 'given-up' | 'cancelled',
  trouble: Trouble | null,
  at: Date,
): Promise<boolean> =>
  (await db.run(sql`
    update identity.verification set state = ${state}, closed_at = ${at}, next_at = null,
      trouble = coalesce(${trouble}::text, trouble)
    where shard = ${shard} and verification_id = ${verificationId}::uuid and state = 'waiting'`)) === 1

export interface EventToWrite extends Key {
  readonly kind: EventKind
  readonly at: Date
  readonly by?: string
  readonly reason?: Reason
  readonly trouble?: Trouble
}

export const insertEvent = (db: Queries, e: EventToWrite) =>
  db.run(sql`
    insert into identity.verification_event (shard, event_id, verification_id, at, kind, by, reason, trouble)
    values (${e.shard}, ${newId(e.shard, e.at.getTime())}::uuid, ${e.verificationId}::uuid, ${e.at}, ${e.kind},
      ${e.by ?? null}, ${e.reason ?? null}, ${e.trouble ?? null})`)

export interface EventRow {
  readonly verificationId: string
  readonly at: Date
  readonly kind: EventKind
  readonly by: string | null
  readonly reason: Reason | null
  readonly trouble: Trouble | null
}

export const findEvents = (db: Queries, shard: number, verificationIds: readonly string[], limit: number) =>
  db.many<EventRow>(sql`
    select verification_id as "verificationId", at, kind, by, reason, trouble from identity.verification_event
    where shard = ${shard} and verification_id = any(${verificationIds}::uuid[]) order by at, event_id limit ${limit}`)

/** How many wait at a facility and since when. Counts at most 10,001: for a screen. */
export const countWaiting = (db: Queries, facility: string) =>
  db.one<{ waiting: number; oldestAt: Date | null }>(sql`
    select count(*)::int as waiting, min(asked_at) as "oldestAt" from (
      select asked_at from identity.verification where state = 'waiting' and facility = ${facility}
      order by asked_at limit 10001) w`)

/** What was over before then, oldest first. */
export const findClosedBefore = (db: Queries, before: Date, limit: number) =>
  db.many<Key>(sql`
    select shard, verification_id as "verificationId" from identity.verification
    where state <> 'waiting' and closed_at < ${before} order by closed_at limit ${limit}`)

/** With their steps. Gives how many. */
export async function deleteVerifications(db: Queries, keys: readonly Key[]): Promise<number> {
  const given = sql`unnest(${keys.map((k) => k.shard)}::int[], ${keys.map((k) => k.verificationId)}::uuid[])
    as k(shard, id)`
  await db.run(sql`
    delete from identity.verification_event e using ${given} where e.shard = k.shard and e.verification_id = k.id`)
  return db.run(sql`
    delete from identity.verification v using ${given} where v.shard = k.shard and v.verification_id = k.id`)
}
