import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { parseOrThrow, sendProblem } from '#foundation/http'
import { isUuid8, shardFor, shardOf } from '#foundation/ids'
import type {
  AskedVerification,
  VerificationDetail,
  VerificationHistory,
  VerificationQueue,
} from './api.types.ts'
import { askVerification } from './ask-verification.ts'
import { cancelVerification } from './cancel-verification.ts'
import type { VerificationDeps } from './deps.types.ts'
import { noteDocument } from './note-document.ts'
import { readStandings } from './read-standings.ts'
import { showStanding, showStep, showVerification } from './show-verification.ts'
import { troubleSentences, verificationProblems } from './verification.problems.ts'
import {
  countWaiting,
  findEvents,
  findOfRecord,
  findVerification,
  type VerificationRow,
} from './verification.queries.ts'
import { type Asker, reasons } from './verification.types.ts'

export interface VerificationRoutesDeps extends VerificationDeps {
  /** Who sits there; null: unknown, and then nothing is asked and nothing shown. */
  readonly askerOf: (request: FastifyRequest) => Asker | null
}

const recordKey = z.object({ recordId: z.string().regex(/^[^\p{Cc}]{1,100}$/u) })
const verificationKey = z.object({ verificationId: z.string() })
const ask = z.object({
  reason: z.enum(reasons),
  wait: z.boolean().default(true),
  anew: z.boolean().default(false),
})
const seen = z.object({ reason: z.enum(reasons) })
/** Rows of one record, and steps of all of them. */
const most = { rows: 50, steps: 1_000 } as const

/** Ask, look, take back; and what was asked of a record, by whom and why. */
export function verificationRoutes(deps: VerificationRoutesDeps) {
  const { db, clock, port, rules } = deps
  const notice = port ? null : troubleSentences['not-configured']
  const mayRead = (row: VerificationRow, asker: Asker) =>
    rules.reuse === 'province' || row.facility === asker.facility

  return async (app: FastifyInstance) => {
    app.post('/api/identity/records/:recordId/verifications', async (request, reply) => {
      const asker = deps.askerOf(request)
      if (!asker) return sendProblem(reply, verificationProblems.noAsker)
      const { recordId } = parseOrThrow(recordKey, request.params)
      const asked = await askVerification(deps, { ...parseOrThrow(ask, request.body), recordId, asker })
      if (!asked.ok) return sendProblem(reply, asked.problem)
      const { verification, reused, newNumber } = asked.value
      const answer: AskedVerification = { verification: showVerification(verification), reused, newNumber }
      return reply
        .code(verification.state === 'waiting' ? 202 : 200)
        .header('cache-control', 'no-store')
        .send(answer)
    })

    app.get('/api/identity/records/:recordId/verifications', async (request, reply) => {
      const asker = deps.askerOf(request)
      if (!asker) return sendProblem(reply, verificationProblems.noAsker)
      const { recordId } = parseOrThrow(recordKey, request.params)
      const facility = rules.reuse === 'province' ? null : asker.facility
      const person = await deps.subjectOf(recordId)
      const [rows, standings] = await Promise.all([
        findOfRecord(db, shardFor(recordId), recordId, facility, most.rows),
        readStandings(deps, [{ recordId, facility: asker.facility, person }]),
      ])
      const steps = await findEvents(
        db,
        shardFor(recordId),
        rows.map((row) => row.verificationId),
        most.steps,
      )
      const history: VerificationHistory = {
        notice,
        standing: showStanding(standings.get(recordId)!),
        items: rows.map((row) => ({
          verification: showVerification(row),
          steps: steps.filter((step) => step.verificationId === row.verificationId).map(showStep),
        })),
      }
      return reply.header('cache-control', 'no-store').send(history)
    })

    app.post('/api/identity/records/:recordId/documents', async (request, reply) => {
      const asker = deps.askerOf(request)
      if (!asker) return sendProblem(reply, verificationProblems.noAsker)
      const { recordId } = parseOrThrow(recordKey, request.params)
      const { reason } = parseOrThrow(seen, request.body)
      const noted = await noteDocument(deps, { recordId, asker, reason, method: 'document' })
      if (!noted.ok) return sendProblem(reply, noted.problem)
      return reply.code(201).send(showVerification(noted.value))
    })

    app.get('/api/identity/verifications/:verificationId', async (request, reply) => {
      const asker = deps.askerOf(request)
      if (!asker) return sendProblem(reply, verificationProblems.noAsker)
      const { verificationId } = parseOrThrow(verificationKey, request.params)
      if (!isUuid8(verificationId)) return sendProblem(reply, verificationProblems.noSuchVerification)
      const shard = shardOf(verificationId)
      const row = await findVerification(db, { shard, verificationId })
      if (!row || !mayRead(row, asker)) return sendProblem(reply, verificationProblems.noSuchVerification)
      const steps = await findEvents(db, shard, [verificationId], most.steps)
      const detail: VerificationDetail = { verification: showVerification(row), steps: steps.map(showStep) }
      return reply.header('cache-control', 'no-store').send(detail)
    })

    app.delete('/api/identity/verifications/:verificationId', async (request, reply) => {
      const asker = deps.askerOf(request)
      if (!asker) return sendProblem(reply, verificationProblems.noAsker)
      const { verificationId } = parseOrThrow(verificationKey, request.params)
      const done = await cancelVerification(deps, verificationId, asker)
      return done.ok ? showVerification(done.value) : sendProblem(reply, done.problem)
    })

    app.get('/api/identity/verification-queue', async (request, reply) => {
      const asker = deps.askerOf(request)
      if (!asker) return sendProblem(reply, verificationProblems.noAsker)
      const { waiting, oldestAt } = await countWaiting(db, asker.facility)
      const pausedUntil = port?.pausedUntil() ?? 0
      const queue: VerificationQueue = {
        ...{ isConfigured: port !== null, notice },
        waiting,
        oldestAt: oldestAt?.toISOString() ?? null,
        pausedUntil: pausedUntil > clock.now().getTime() ? new Date(pausedUntil).toISOString() : null,
      }
      return queue
    })
  }
}
