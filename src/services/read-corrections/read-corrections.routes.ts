import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { parseOrThrow, sendProblem } from '#foundation/http'
import type { Actor } from '#gate/access'
import type { Correction, Corrections } from '#gate/readings'
import type { ReadCorrectionCount, ReadCorrections } from './api.types.ts'
import { showCorrection } from './show-correction.ts'
import { writeCsv } from './write-csv.ts'

export interface ReadCorrectionsDeps {
  readonly corrections: Corrections
  readonly actorOf: (request: FastifyRequest) => Actor | null
  /** Names of facilities by code; whoever is not in it is shown by the code alone. */
  readonly facilityNames: () => Promise<ReadonlyMap<string, string>>
}

const state = z.enum(['open', 'told', 'no-need'])
const asked = z.object({
  state: state.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.uuid().optional(),
})
const key = z.object({ correctionId: z.string().max(36) })
const said = z.object({
  state,
  by: z
    .string()
    .max(100)
    .transform((name) => name.normalize('NFC').replace(/\s+/g, ' ').trim())
    .pipe(z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} .\-_@]{1,59}$/u)),
  note: z
    .string()
    .max(1_000)
    .transform((text) =>
      text
        .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
        .normalize('NFC')
        .trim(),
    )
    .default(''),
})

/** A spreadsheet holds so many lines at most. */
const mostLines = 10_000
const pageSize = 200

const base = '/api/identity/corrections'

/** Đã xem khi còn nối nhầm over HTTP: the list, a badge, what was seen to, a spreadsheet. */
export function readCorrectionRoutes({ corrections, actorOf, facilityNames }: ReadCorrectionsDeps) {
  return async (app: FastifyInstance) => {
    app.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store')
    })
    app.get(base, async (request, reply) => {
      const { state = null, limit, after = null } = parseOrThrow(asked, request.query)
      const found = await corrections.list(actorOf(request), { state, after, limit: limit + 1 })
      if (!found.ok) return sendProblem(reply, found.problem)
      const names = await facilityNames()
      const answer: ReadCorrections = {
        items: found.value.slice(0, limit).map((each) => showCorrection(each, names)),
        more: found.value.length > limit,
      }
      return answer
    })
    app.get(`${base}/count`, async (request, reply) => {
      const open = await corrections.countOpen(actorOf(request))
      return open.ok ? ({ open: open.value } satisfies ReadCorrectionCount) : sendProblem(reply, open.problem)
    })
    app.post(`${base}/:correctionId`, async (request, reply) => {
      const { correctionId } = parseOrThrow(key, request.params)
      const marked = await corrections.say(actorOf(request), correctionId, parseOrThrow(said, request.body))
      return marked.ok
        ? showCorrection(marked.value, await facilityNames())
        : sendProblem(reply, marked.problem)
    })
    app.get(`${base}.csv`, async (request, reply) => {
      const { state = null } = parseOrThrow(asked.pick({ state: true }), request.query)
      const all: Correction[] = []
      for (let isMore = true; isMore; ) {
        const after = all.at(-1)?.correctionId ?? null
        const page = await corrections.list(actorOf(request), { state, after, limit: pageSize })
        if (!page.ok) return sendProblem(reply, page.problem)
        all.push(...page.value)
        isMore = page.value.length === pageSize && all.length < mostLines
      }
      const names = await facilityNames()
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="da-xem-khi-con-noi-nham.csv"')
        .send(writeCsv(all.map((each) => showCorrection(each, names))))
    })
  }
}
