import { newId, shardFor } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import type { AskingDeps, VerificationDeps } from './deps.types.ts'
import { digestSubject } from './digest-subject.ts'
import { isUsable } from './standing.ts'
import { isAskable, tryVerification } from './try-verification.ts'
import { verificationQueue } from './verification.events.ts'
import { unavailable, verificationProblems } from './verification.problems.ts'
import {
  findOfRecord,
  findOpen,
  findVerification,
  insertEvent,
  insertVerification,
  type VerificationRow,
} from './verification.queries.ts'
import { type Asker, askedOf, type PersonToVerify, type Reason } from './verification.types.ts'

export interface Ask {
  readonly recordId: string
  readonly asker: Asker
  readonly reason: Reason
  /** Somebody waits. */
  readonly wait: boolean
  readonly anew?: boolean
}

export interface Asked {
  readonly verification: VerificationRow
  readonly reused: boolean
  /** Of a replaced number, when told. Shown once to who asked; written nowhere. */
  readonly newNumber: string | null
}

/** A desk that waits gives up a moment before the queue takes over. */
const graceMs = 2_000

/**
 * Asks about one record. A good answer of the same facility about the same words is given again; a question on its way is
 * joined; otherwise it is written down with its job before anybody is called, so that a kill at any moment loses nothing.
 */
export async function askVerification(deps: VerificationDeps, ask: Ask): Promise<Result<Asked>> {
  const { port, digestKey } = deps
  if (!port || !digestKey) return fail(unavailable('not-configured'))
  const asking = { ...deps, port, digestKey }
  const person = await deps.subjectOf(ask.recordId)
  if (!person || !isAskable(person)) return fail(verificationProblems.noSubject)
  const known = ask.anew ? null : await findGood(asking, ask, person)
  if (known) {
    await noteJoined(deps, ask, known)
    return ok({ verification: known, reused: true, newNumber: null })
  }
  const row = await openOrJoin(asking, ask, person)
  if (!ask.wait) return ok({ verification: row, reused: false, newNumber: null })
  const tried = await tryVerification(asking, row, { deadlineMs: deps.rules.deskMs })
  const verification = (await findVerification(deps.db, row)) ?? row
  return ok({ verification, reused: false, newNumber: tried.kind === 'answered' ? tried.newNumber : null })
}

/** A confirmation that this facility may still rely on, of what the record says now. */
async function findGood(
  { db, clock, digestKey, rules }: AskingDeps,
  { recordId, asker }: Ask,
  person: PersonToVerify,
): Promise<VerificationRow | null> {
  const facility = rules.reuse === 'facility' ? asker.facility : null
  const rows = await findOfRecord(db, shardFor(recordId), recordId, facility, 20)
  const reader = {
    ...{ facility: asker.facility, now: clock.now(), reuse: rules.reuse },
    subjectDigest: digestSubject(digestKey, person),
  }
  const latest = rows
    .filter((row) => row.method === 'population' && row.state === 'answered')
    .find((row) => isUsable({ ...row, outcome: row.outcome!, level: row.level!, at: row.closedAt! }, reader))
  return latest?.level === 'population-verified' ? latest : null
}

async function openOrJoin(deps: AskingDeps, ask: Ask, person: PersonToVerify): Promise<VerificationRow> {
  const { db, clock, events, rules, digestKey } = deps
  const { recordId, asker, reason, wait } = ask
  const shard = shardFor(recordId)
  // Between our insert that found another question open and our look at it, that one may have been answered.
  for (;;) {
    const askedAt = clock.now()
    const nextAt = new Date(askedAt.getTime() + (wait ? rules.deskMs + graceMs : 0))
    const verificationId = newId(shard, askedAt.getTime())
    const row = await db.transaction(async (tx) => {
      const isNew = await insertVerification(tx, {
        ...{ shard, verificationId, recordId, reason, askedAt, nextAt },
        ...{ facility: asker.facility, askedBy: asker.by },
        ...{ method: 'population', state: 'waiting', asked: askedOf(person) },
        subjectDigest: digestSubject(digestKey, person),
        ...{ level: null, reference: null, closedAt: null, expiresAt: null },
      })
      if (!isNew) return findOpen(tx, shard, recordId, asker.facility)
      await insertEvent(tx, { shard, verificationId, at: askedAt, kind: 'asked', by: asker.by, reason })
      const payload = { verificationId, attempt: 0 }
      await events.enqueue(tx, verificationQueue, [{ kind: 'verify', payload }], { runAt: nextAt })
      return findVerification(tx, { shard, verificationId })
    })
    if (!row) continue
    if (row.verificationId !== verificationId) await noteJoined(deps, ask, row)
    return row
  }
}

const noteJoined = ({ db, clock }: VerificationDeps, { asker, reason }: Ask, row: VerificationRow) =>
  insertEvent(db, {
    ...{ shard: row.shard, verificationId: row.verificationId },
    ...{ at: clock.now(), kind: 'joined', by: asker.by, reason },
  })
