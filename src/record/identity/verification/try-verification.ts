import { backoffAfter } from '#foundation/events'
import { derivedId } from '#foundation/ids'
import type { AskingDeps } from './deps.types.ts'
import { digestSubject } from './digest-subject.ts'
import { levelOfAnswer } from './levels.ts'
import { recordVerified, verificationQueue } from './verification.events.ts'
import { isFinal, unavailable } from './verification.problems.ts'
import {
  closeUnanswered,
  insertEvent,
  putOff,
  type VerificationRow,
  writeAnswer,
} from './verification.queries.ts'
import { type Answer, askedOf, type PersonToVerify, type Unavailable } from './verification.types.ts'

export type Tried =
  | { readonly kind: 'answered'; readonly newNumber: string | null }
  | { readonly kind: 'unanswered' }
  /** Somebody else has closed it or counted this try; nothing was written. */
  | { readonly kind: 'overtaken' }
  /** The process is stopping: as if it had not been tried. */
  | { readonly kind: 'called-off' }

export interface Patience {
  readonly deadlineMs: number
  readonly signal?: AbortSignal
}

/**
 * One try of one question, and what came of it in one transaction. The call is made outside of any: a gateway that takes its
 * time holds no connection and no lock. The person is read now and forgotten at the end: neither row, job nor log holds him.
 */
export async function tryVerification(
  deps: AskingDeps,
  row: VerificationRow,
  patience: Patience,
): Promise<Tried> {
  const person = await deps.subjectOf(row.recordId)
  if (!person || !isAskable(person)) return writeNone(deps, row, unavailable('record-gone'))
  const subjectDigest = digestSubject(deps.digestKey, person)
  const started = deps.clock.now().getTime()
  const outcome = await deps.port.verify(person, {
    // One id for one question: after a correction of the record it is another.
    requestId: derivedId(row.verificationId, subjectDigest.toString('hex')),
    ...patience,
  })
  if (!outcome.ok && patience.signal?.aborted) return { kind: 'called-off' }
  const ms = deps.clock.now().getTime() - started
  const said = outcome.ok ? outcome.value.outcome : outcome.problem.trouble
  deps.log.info({ verificationId: row.verificationId, said, ms }, 'population database asked')
  return outcome.ok
    ? writeGiven(deps, row, person, subjectDigest, outcome.value)
    : writeNone(deps, row, outcome.problem)
}

/** Twelve digits and a name that a gateway would take at all. */
export const isAskable = ({ citizenNumber, fullName }: PersonToVerify): boolean =>
  /^\d{12}$/.test(citizenNumber) && /\S/.test(fullName) && fullName.length <= 300

async function writeGiven(
  { db, clock, events, rules }: AskingDeps,
  row: VerificationRow,
  person: PersonToVerify,
  subjectDigest: Buffer,
  answer: Answer,
): Promise<Tried> {
  const { shard, verificationId, recordId, facility } = row
  const { outcome, compared, reference } = answer
  const at = clock.now()
  const isFirst = await db.transaction(async (tx) => {
    const isWritten = await writeAnswer(tx, {
      ...{ shard, verificationId, outcome, compared, reference, subjectDigest, at },
      asked: askedOf(person),
      differs: outcome === 'differs' ? answer.fields : [],
      level: levelOfAnswer(outcome, compared),
      expiresAt: new Date(at.getTime() + rules.evidenceMs),
    })
    if (!isWritten) return false
    await insertEvent(tx, { shard, verificationId, at, kind: 'answered' })
    await events.announce(tx, [recordVerified({ recordId, verificationId, facility, outcome })])
    return true
  })
  if (!isFirst) return { kind: 'overtaken' }
  return { kind: 'answered', newNumber: outcome === 'replaced' ? answer.newNumber : null }
}

async function writeNone(deps: AskingDeps, row: VerificationRow, problem: Unavailable): Promise<Tried> {
  const { db, clock, events, rules, port } = deps
  const { shard, verificationId } = row
  const at = clock.now()
  const isLate = at.getTime() - row.askedAt.getTime() >= rules.giveUpMs
  const trouble = isLate && !isFinal(problem.trouble) ? 'too-late' : problem.trouble
  const isWritten = await db.transaction(async (tx) => {
    if (isFinal(trouble)) {
      const isClosed = await closeUnanswered(tx, row, 'given-up', trouble, at)
      if (isClosed) await insertEvent(tx, { shard, verificationId, at, kind: 'given-up', trouble })
      return isClosed
    }
    const pause = backoffAfter(row.attempts + 1, {
      maxAttempts: Number.POSITIVE_INFINITY,
      firstBackoffMs: rules.retryMs,
      maxBackoffMs: rules.longestMs,
    })
    const nextAt = new Date(
      Math.max(at.getTime() + Math.max(pause, problem.retryAfterMs ?? 0), port.pausedUntil()),
    )
    const isOurs = await putOff(tx, { shard, verificationId, attempt: row.attempts, trouble, nextAt })
    if (!isOurs) return false
    // The same trouble again is one line: days of an outage are no thousand rows.
    if (trouble !== row.trouble)
      await insertEvent(tx, { shard, verificationId, at, kind: 'put-off', trouble })
    const payload = { verificationId, attempt: row.attempts + 1 }
    await events.enqueue(tx, verificationQueue, [{ kind: 'verify', payload }], { runAt: nextAt })
    return true
  })
  return { kind: isWritten ? 'unanswered' : 'overtaken' }
}
