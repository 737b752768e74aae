import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { parseOrThrow, sendProblem } from '#foundation/http'
import { catalogueIds } from '#vocabulary/catalogues'
import type { MappingBulk, MappingCandidates, MappingQueue } from './api.types.ts'
import { atThisMachine } from './catalogue.routes.ts'
import { conceptMapOf } from './local-codes/concept-map.ts'
import { decide, type MappingDeps, undoDecisions } from './local-codes/decide.ts'
import { decision, localCodeKey } from './local-codes/local-code.types.ts'
import { proposeInBulk } from './local-codes/propose-in-bulk.ts'
import { readProgress, readQueue } from './local-codes/read-queue.ts'
import { findCandidates } from './similarity/find-candidates.ts'
import { vietnamDay } from './vietnam-day.ts'

const list = z.enum(catalogueIds)
const source = z.string().min(1).max(200)
const queueAsked = z.object({
  source: source.optional(),
  list: list.optional(),
  state: z.enum(['open', 'mapped', 'no-match', 'later']).optional(),
  q: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
})
const candidatesAsked = z.object({
  list,
  display: z.string().max(400),
  n: z.coerce.number().int().min(1).max(50).default(9),
})
const decisionsSent = z.object({
  items: z
    .array(z.object({ key: localCodeKey, decision }))
    .min(1)
    .max(500),
})
const undoSent = z.object({ batch: z.uuid() })
const bulkAsked = z.object({ source, list, threshold: z.number().min(0.5).max(1) })
const mapAsked = z.object({ source, list })

/** The mapping of local codes over HTTP: queue, proposals, decisions, undo, ConceptMap. */
export function mappingRoutes(deps: MappingDeps) {
  const today = () => vietnamDay(deps.clock.now())

  return async (app: FastifyInstance) => {
    app.get('/api/catalogues/mapping', async (request): Promise<MappingQueue> => {
      const { limit, offset, q, ...filter } = parseOrThrow(queueAsked, request.query)
      const asked = {
        source: filter.source ?? null,
        list: filter.list ?? null,
        state: filter.state ?? null,
        text: q ?? null,
      }
      const [queue, progress] = await Promise.all([
        readQueue(deps, asked, { limit, offset }),
        readProgress(deps),
      ])
      return { ...queue, progress }
    })
    app.get('/api/catalogues/mapping/candidates', async (request): Promise<MappingCandidates> => {
      const asked = parseOrThrow(candidatesAsked, request.query)
      const found = await deps.catalogues.entriesOn(asked.list, today())
      const candidates = found ? findCandidates(found.entries, asked.display, asked.n) : []
      return { inForce: found !== null, items: candidates.map(({ entry, score }) => ({ ...entry, score })) }
    })
    app.post('/api/catalogues/mapping/decisions', async (request, reply) => {
      const { items } = parseOrThrow(decisionsSent, request.body)
      return send(reply, await decide(deps, items, atThisMachine))
    })
    app.post('/api/catalogues/mapping/undo', async (request, reply) => {
      const { batch } = parseOrThrow(undoSent, request.body)
      return send(reply, await undoDecisions(deps, batch, atThisMachine))
    })
    app.post('/api/catalogues/mapping/bulk', async (request): Promise<MappingBulk> => {
      return { items: await proposeInBulk(deps, parseOrThrow(bulkAsked, request.body)) }
    })
    app.get('/api/catalogues/mapping/concept-map', async (request, reply) => {
      const asked = parseOrThrow(mapAsked, request.query)
      return reply
        .type('application/fhir+json; charset=utf-8')
        .send(await conceptMapOf(deps, asked.source, asked.list))
    })
  }
}

const send = (reply: FastifyReply, result: Awaited<ReturnType<typeof decide>>) =>
  result.ok ? reply.send(result.value) : sendProblem(reply, result.problem)
