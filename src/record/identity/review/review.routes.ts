import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { retryTransient } from '#foundation/db'
import { parseOrThrow, sendProblem } from '#foundation/http'
import type { Result } from '#foundation/result'
import { answerItem } from './answer-item.ts'
import type { ReviewTaken } from './api.types.ts'
import type { ReviewDeps, ReviewRoutesDeps } from './deps.types.ts'
import { readHistory } from './read-history.ts'
import { readCounts, readQueue } from './read-queue.ts'
import { readAnswers, readWorkload } from './read-workload.ts'
import { reviewProblems } from './review.problems.ts'
import type { QueueFilter } from './review.queries.ts'
import { revokeDecisions } from './revoke-decisions.ts'
import { keepLease, leaveDesk, takeNext, takeOne } from './take-next.ts'
import { undoAnswer } from './undo-answer.ts'
import { writeWorkloadCsv } from './write-workload-csv.ts'

/** PostgreSQL takes no NUL; nothing here is longer. */
const word = z.string().regex(/^[^\p{Cc}]{1,100}$/u)
const reason = z
  .string()
  .max(1_000)
  .transform((text) =>
    text
      .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
      .normalize('NFC')
      .trim(),
  )
const filterAsked = z.object({
  state: z.enum(['open', 'second', 'ask-facility', 'cannot-tell']).default('open'),
  facility: word.optional(),
  reason: word.optional(),
  guard: word.optional(),
  days: z.coerce.number().int().min(0).max(3_650).optional(),
})
const queueAsked = filterAsked.extend({ limit: z.coerce.number().int().min(1).max(200).default(50) })
const nextAsked = filterAsked.extend({ skip: z.array(z.uuid()).max(200).default([]) })
const answerSent = z.object({
  answer: z.enum(['same', 'different', 'cannot-tell', 'ask-facility']),
  seen: z.string().max(100),
  why: reason.default(''),
})
const undoSent = z.object({ answerId: z.string().max(100).optional() })
const answersAsked = z.object({
  clerk: word.optional(),
  state: z.enum(['applied', 'first', 'agreed', 'overruled', 'undone']).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
const revokeSent = z.object({ decisions: z.array(word).min(1).max(100), why: reason })
const workloadAsked = z.object({ days: z.coerce.number().int().min(1).max(366).default(30) })
const ofItem = z.object({ itemId: z.string().max(100) })
const ofPerson = z.object({ personId: z.string().max(100) })

const base = '/api/identity/review'

interface Asked {
  readonly deps: ReviewDeps
  readonly clerk: string
  readonly request: FastifyRequest
}

/** Rà soát trùng over HTTP: what waits, one item for one clerk, answers, the way back, who did how much. */
export function reviewRoutes({ underLinks, clerkOf, ...outer }: ReviewRoutesDeps) {
  const filterOf = ({ days, ...asked }: z.infer<typeof filterAsked>): QueueFilter => ({
    state: asked.state,
    ...{ facility: asked.facility ?? null, reason: asked.reason ?? null, guard: asked.guard ?? null },
    askedBy: days === undefined ? null : new Date(outer.clock.now().getTime() - days * 24 * 3_600_000),
  })

  /** Another model that came into force meanwhile is an error that goes away: once more, under that one. */
  const withDeps = <T>(work: (deps: ReviewDeps) => Promise<T>): Promise<T> =>
    retryTransient(() => underLinks((links) => work({ ...outer, links })), { attempts: 2 })

  /** Who sits there is known, or nothing is answered; nothing about people is kept by the browser. */
  const asClerk =
    (handle: (asked: Asked, reply: FastifyReply) => Promise<unknown>) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      reply.header('cache-control', 'no-store')
      const clerk = clerkOf(request)
      if (clerk === null) return sendProblem(reply, reviewProblems.noClerk)
      return withDeps((deps) => handle({ deps, clerk, request }, reply))
    }
  const send = <T>(reply: FastifyReply, result: Result<T>) =>
    result.ok ? result.value : sendProblem(reply, result.problem)

  return async (app: FastifyInstance) => {
    app.get(
      `${base}/counts`,
      asClerk(({ deps }) => readCounts(deps)),
    )
    app.get(
      `${base}/items`,
      asClerk(({ deps, request }) => {
        const { limit, ...asked } = parseOrThrow(queueAsked, request.query)
        return readQueue(deps, filterOf(asked), limit)
      }),
    )
    app.post(
      `${base}/next`,
      asClerk(async ({ deps, clerk, request }): Promise<ReviewTaken> => {
        const { skip, ...asked } = parseOrThrow(nextAsked, request.body ?? {})
        return { item: await takeNext(deps, clerk, filterOf(asked), skip) }
      }),
    )
    app.post(
      `${base}/items/:itemId/take`,
      asClerk(async ({ deps, clerk, request }, reply) => {
        const { itemId } = parseOrThrow(ofItem, request.params)
        const taken = await takeOne(deps, clerk, itemId)
        if (!taken.ok) return sendProblem(reply, taken.problem)
        const answer: ReviewTaken = { item: taken.value }
        return answer
      }),
    )
    app.post(
      `${base}/items/:itemId/keep`,
      asClerk(async ({ deps, clerk, request }, reply) => {
        const kept = await keepLease(deps, clerk, parseOrThrow(ofItem, request.params).itemId)
        return kept.ok ? { leaseUntil: kept.value.toISOString() } : sendProblem(reply, kept.problem)
      }),
    )
    app.post(
      `${base}/leave`,
      asClerk(async ({ deps, clerk }, reply) => {
        await leaveDesk(deps, clerk)
        return reply.code(204).send()
      }),
    )
    app.post(
      `${base}/items/:itemId/answer`,
      asClerk(async ({ deps, clerk, request }, reply) => {
        const { itemId } = parseOrThrow(ofItem, request.params)
        const said = parseOrThrow(answerSent, request.body)
        return send(reply, await answerItem(deps, { ...said, itemId, clerk }))
      }),
    )
    app.post(
      `${base}/undo`,
      asClerk(async ({ deps, clerk, request }, reply) => {
        const { answerId } = parseOrThrow(undoSent, request.body ?? {})
        return send(reply, await undoAnswer(deps, clerk, answerId ?? null))
      }),
    )
    app.get(
      `${base}/answers`,
      asClerk(({ deps, request }) => {
        const { clerk, state, limit } = parseOrThrow(answersAsked, request.query)
        return readAnswers(deps, { clerk: clerk ?? null, state: state ?? null, limit })
      }),
    )
    app.get(
      `${base}/persons/:personId`,
      asClerk(async ({ deps, clerk, request }, reply) =>
        send(reply, await readHistory(deps, clerk, parseOrThrow(ofPerson, request.params).personId)),
      ),
    )
    app.post(
      `${base}/revoke`,
      asClerk(async ({ deps, clerk, request }, reply) =>
        send(reply, await revokeDecisions(deps, { ...parseOrThrow(revokeSent, request.body), clerk })),
      ),
    )
    app.get(
      `${base}/workload`,
      asClerk(({ deps, request }) => readWorkload(deps, parseOrThrow(workloadAsked, request.query).days)),
    )
    // A plain link of the browser carries no name, and the table tells of no patient.
    app.get(`${base}/workload.csv`, async (request, reply) => {
      const { days } = parseOrThrow(workloadAsked, request.query)
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="ra-soat-trung-${days}-ngay.csv"`)
        .send(writeWorkloadCsv(await readWorkload(outer, days)))
    })
  }
}
