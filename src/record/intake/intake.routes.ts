import { Readable } from 'node:stream'
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Clock } from '#foundation/clock'
import { httpProblems, parseJsonOrThrow, parseOrThrow, problemOfError, statusOf } from '#foundation/http'
import { newId } from '#foundation/ids'
import type { MessageProblem } from '#vocabulary/bhyt'
import type { Desk } from './desk.ts'
import { type Channel, lanes } from './format.types.ts'
import { rawDropped, refusals } from './intake.problems.ts'
import type { KeepDeps, Refusal } from './keep.types.ts'
import { keepFile } from './keep-file.ts'
import { insertRefusal } from './receipt.queries.ts'
import { replayRecord, replaySetAside } from './replay.ts'

export interface IntakeRoutesDeps extends KeepDeps {
  readonly desk: Desk
  readonly clock: Clock
  /** Called for every file kept, and for every file refused: the counters of /metrics. */
  readonly onKept?: (outcome: { readonly accepted: number; readonly setAside: number }) => void
  readonly onRefused?: () => void
}

/** PostgreSQL's integer: what is beyond is nobody's number. */
const maxInt = 2_147_483_647
const page = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: z.string().optional(),
  facility: z.string().optional(),
  status: z.enum(['accepted', 'stored', 'set-aside', 'superseded']).optional(),
  code: z.string().optional(),
  /** A day in Vietnam. */
  day: z.iso.date().optional(),
})
const receiptKey = z.object({ receiptId: z.string() })
const filesPage = z.object({
  offset: z.coerce.number().int().min(0).max(maxInt).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  status: z.enum(['accepted', 'stored', 'set-aside', 'superseded']).optional(),
})
const partKey = z.object({ part: z.coerce.number().int().min(0).default(0) })
const window = z.object({ days: z.coerce.number().int().min(1).max(370).default(14) })
const replayFilter = z.object({
  code: z.string().nullish(),
  facility: z.string().nullish(),
  /** Received from–to (before), instants. */
  from: z.iso.datetime({ offset: true }).nullish(),
  to: z.iso.datetime({ offset: true }).nullish(),
})
const facilityKey = z.object({ code: z.string().regex(/^[0-9A-Z]{5}$/) })
const facilityCard = z.object({
  name: z.string().trim().min(1).max(300),
  vendor: z.string().trim().max(100).nullish(),
})
const fileKey = z.object({ receiptId: z.string(), fileNumber: z.coerce.number().int().min(1).max(maxInt) })
const sent = z.object({
  fileName: z.string().max(400).optional(),
  facility: z.string().max(20).optional(),
  lane: z.enum(lanes).optional(),
})
/** All take whatever the first bytes say; the address tells the channel, and people what to expect. */
const addresses: Readonly<Record<string, Channel>> = {
  '/intake/files': 'http',
  '/intake/bhyt-xml': 'http',
  '/intake/driver-health-check': 'http',
  '/intake/ho-so-benh-an': 'http',
  '/intake/certificates': 'http',
  '/intake/hl7-v2': 'http',
  '/intake/fhir': 'fhir',
  '/intake/csv': 'csv',
}

/** The HTTP edge of the intake: the door hospitals use, and the questions of the connection desk. */
export function intakeRoutes(deps: IntakeRoutesDeps) {
  return async (app: FastifyInstance) => {
    // Bodies are streamed into the spool, whatever they call themselves: the first bytes decide.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('application/json', { bodyLimit: Number.MAX_SAFE_INTEGER }, (_req, body, done) =>
      done(null, body),
    )
    app.addContentTypeParser('*', { bodyLimit: Number.MAX_SAFE_INTEGER }, (_req, body, done) =>
      done(null, body),
    )

    app.setErrorHandler((error: FastifyError, request, reply) => {
      // The sender went away in the middle: nothing was kept, nobody is left to answer.
      if (error.code === 'ECONNRESET') return reply.code(400).send({ problems: [] })
      const problem = problemOfError(error)
      if (!problem) request.log.error({ err: error }, 'request failed')
      const { code, message, kind } = problem ?? { ...httpProblems.internal, kind: null }
      const status = error.statusCode === 413 ? 413 : kind === null ? 500 : statusOf(kind)
      return reply.code(status).send({ problems: [{ code, severity: 'error', message }] })
    })

    for (const [path, channel] of Object.entries(addresses)) {
      app.post(path, { bodyLimit: Number.MAX_SAFE_INTEGER }, async (request, reply) => {
        const query = parseOrThrow(sent, request.query)
        if (isNotAFile.test(request.headers['content-type'] ?? '')) {
          return refuse(
            deps,
            reply,
            { problems: [refusals.unsupportedType], size: null },
            query.fileName ?? null,
          )
        }
        const source = (request.body as Readable | undefined) ?? Readable.from([])
        const kept = await keepFile(deps, {
          source,
          fileName: query.fileName ?? null,
          claimedFacility: query.facility ?? null,
          channel,
          lane: query.lane ?? 'live',
        })
        if (!kept.ok && !request.raw.complete) {
          // Refused before its end (too large): the rest is let go by, and the next file needs a new connection.
          request.raw.resume()
          reply.header('connection', 'close')
        }
        if (!kept.ok) return refuse(deps, reply, kept.problem, query.fileName ?? null)
        const answer = kept.value
        const accepted = answer.files.filter((f) => f.status === 'accepted').length
        deps.onKept?.({ accepted, setAside: answer.files.length - accepted })
        return reply.code(accepted > 0 ? 202 : 422).send(answer)
      })
    }

    app.get('/intake/receipts', async (request) => {
      const { limit, ...filter } = parseOrThrow(page, request.query)
      return deps.desk.receipts(filter, limit)
    })
    app.get('/intake/receipts/:receiptId', async (request, reply) => {
      const { receiptId } = parseOrThrow(receiptKey, request.params)
      const { offset, limit, status } = parseOrThrow(filesPage, request.query)
      return (await deps.desk.receipt(receiptId, offset, limit, status ?? null)) ?? notFound(reply)
    })
    app.get('/intake/receipts/:receiptId/raw', async (request, reply) => {
      const { receiptId } = parseOrThrow(receiptKey, request.params)
      const { part } = parseOrThrow(partKey, request.query)
      const raw = await deps.desk.raw(receiptId, part)
      if (!raw) return notFound(reply)
      if (raw === 'dropped') return reply.code(410).send({ problems: [rawDropped] })
      const first = await raw.bytes.next()
      const start = first.done ? '' : first.value.subarray(0, 64).toString('latin1')
      const { type, ending } = wireForm(raw.format, start)
      return reply
        .header('content-type', type)
        .header(
          'content-disposition',
          `attachment; filename="${receiptId}${part > 0 ? `-${part}` : ''}.${ending}"`,
        )
        .header('x-content-type-options', 'nosniff')
        .send(Readable.from(first.done ? [] : putBack(first.value, raw.bytes)))
    })
    app.get('/intake/receipts/:receiptId/files/:fileNumber/source', async (request, reply) => {
      const key = parseOrThrow(fileKey, request.params)
      return (await deps.desk.source(key.receiptId, key.fileNumber)) ?? notFound(reply)
    })
    app.post('/intake/receipts/:receiptId/files/:fileNumber/replay', async (request, reply) => {
      const answer = await replayRecord(deps, parseOrThrow(fileKey, request.params))
      return answer.tried === 0 ? notFound(reply) : answer
    })
    app.post('/intake/replay', async (request) => {
      const filter = parseJsonOrThrow(replayFilter, await readText(request.body as Readable | undefined))
      return replaySetAside(deps, {
        code: filter.code ?? null,
        facility: filter.facility ?? null,
        from: filter.from ?? null,
        to: filter.to ?? null,
      })
    })
    app.get('/intake/volumes', async (request) => {
      const { days } = parseOrThrow(window, request.query)
      return deps.desk.volumes(days)
    })
    app.get('/intake/problems', () => deps.desk.problems())
    app.get('/intake/refusals', () => deps.desk.refusals())
    app.get('/intake/facilities', () => deps.desk.facilities())
    app.put('/intake/facilities/:code', async (request) => {
      const { code } = parseOrThrow(facilityKey, request.params)
      const card = parseJsonOrThrow(facilityCard, await readText(request.body as Readable | undefined))
      await deps.desk.nameFacility(code, { name: card.name, vendor: card.vendor || null })
      return { facilityCode: code, name: card.name, vendor: card.vendor || null }
    })
  }
}

async function* putBack(first: Buffer, rest: AsyncGenerator<Buffer>) {
  yield first
  yield* rest
}

/** How a file calls itself when it is given back: by its format, and where that has two forms, by its first letters. */
function wireForm(format: string, start: string): { readonly type: string; readonly ending: string } {
  if (format === 'hl7-v2') return { type: 'x-application/hl7-v2+er7', ending: 'hl7' }
  if (format === 'csv') return { type: 'text/csv', ending: 'csv' }
  if (/^(\u00ef\u00bb\u00bf)?\s*[{[]/.test(start)) return { type: 'application/json', ending: 'json' }
  return { type: 'application/xml', ending: 'xml' }
}

/** Multipart forms and pages are what a mistaken client sends; anything else is judged by its first bytes (curl says form). */
const isNotAFile = /^(multipart\/|text\/html|image\/)/i

const statusOfRefusal: Record<string, number> = {
  INTAKE_TOO_LARGE: 413,
  INTAKE_TOO_MANY_ENTRIES: 413,
  INTAKE_UNSUPPORTED_TYPE: 415,
  INTAKE_FACILITY_NOT_YOURS: 403,
}

async function refuse(
  deps: IntakeRoutesDeps,
  reply: FastifyReply,
  refusal: Refusal,
  fileName: string | null,
) {
  const worst: MessageProblem = refusal.problems.find((p) => p.severity === 'error') ?? refusal.problems[0]!
  const now = deps.clock.now()
  deps.onRefused?.()
  await insertRefusal(deps.db, {
    id: newId(0, now.getTime()),
    at: now.toISOString(),
    code: worst.code,
    message: worst.message,
    size: refusal.size,
    fileName,
  })
  return reply.code(statusOfRefusal[worst.code] ?? 400).send({ problems: refusal.problems })
}

const notFound = (reply: FastifyReply) =>
  reply.code(404).send({
    problems: [
      {
        code: 'INTAKE_NOT_FOUND',
        severity: 'error',
        message: 'Không có biên nhận hoặc hồ sơ này. Kiểm tra lại đường dẫn.',
      },
    ],
  })

async function readText(body: Readable | undefined): Promise<string> {
  if (!body) return ''
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of body) {
    size += (piece as Buffer).length
    if (size > 65_536) throw Object.assign(new Error('too large'), { statusCode: 413 })
    pieces.push(piece as Buffer)
  }
  return Buffer.concat(pieces).toString('utf8')
}
