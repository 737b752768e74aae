import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Clock } from '#foundation/clock'
import { parseOrThrow, sendProblem } from '#foundation/http'
import type { Actor, Gate } from '#gate/access'
import { findPersons } from './find-persons.ts'
import { readRecord } from './read-record.ts'
import { readWhyOne } from './read-why-one.ts'

export interface SummaryRoutesDeps {
  readonly gate: Gate
  readonly clock: Clock
  readonly actorOf: (request: FastifyRequest) => Actor | null
}

const search = z.object({
  q: z.string().max(200).default(''),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
const personKey = z.object({ personId: z.string().max(36) })
const cut = z.object({ before: z.string().datetime({ offset: true }).optional() })

export function summaryRoutes(deps: SummaryRoutesDeps) {
  return async (app: FastifyInstance) => {
    app.get('/api/persons', async (request, reply) => {
      const { q, limit } = parseOrThrow(search, request.query)
      const found = await findPersons(deps.gate, deps.actorOf(request), q, limit)
      return found.ok ? found.value : sendProblem(reply, found.problem)
    })
    app.get('/api/persons/:personId/record', async (request, reply) => {
      const { personId } = parseOrThrow(personKey, request.params)
      const { before } = parseOrThrow(cut, request.query)
      const record = await readRecord(deps.gate, deps.actorOf(request), personId, before ?? null)
      return record.ok ? record.value : sendProblem(reply, record.problem)
    })
    app.get('/api/persons/:personId/why-one', async (request, reply) => {
      const { personId } = parseOrThrow(personKey, request.params)
      const why = await readWhyOne(deps.gate, deps.actorOf(request), personId)
      return why.ok ? why.value : sendProblem(reply, why.problem)
    })
  }
}
