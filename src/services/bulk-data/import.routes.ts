import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { statusOf } from '#foundation/http'
import { fail } from '#foundation/result'
import type { Actor } from '#gate/access'
import { bulkProblems } from './bulk.problems.ts'
import type { BulkAnswered, BulkCall } from './bulk.types.ts'
import { accept, type Kicked, mayWork } from './kick-off.ts'
import { outcomeText } from './outcome.ts'

export interface ImportRoutesDeps {
  readonly actorOf: (request: FastifyRequest) => Actor | null
  /** `http://127.0.0.1:8080/fhir/R4` as this client knows it. */
  readonly baseOf: (request: FastifyRequest) => string
  /** `/fhir/R4` */
  readonly prefix: string
}

type RouteHandler = Parameters<ReturnType<ConstraintStrategy['storage']>['set']>[1]
type ConstraintStrategy = Parameters<FastifyInstance['addConstraintStrategy']>[0]

const ndjson = /^application\/(fhir\+)?(nd|x-nd)json\b/i

/**
 * `POST /$import` with the lines themselves as the body. Beside the FHIR service because a body of gigabytes goes to
 * disk as it arrives; other bodies of the same address are left to the operation. Answered only when all of it is kept.
 */
export const importRoutes = (kicked: Kicked, edge: ImportRoutesDeps) => async (app: FastifyInstance) => {
  app.addConstraintStrategy({
    name: 'body',
    storage: () => {
      const kept = new Map<unknown, RouteHandler>()
      return {
        get: (key: unknown) => kept.get(key) ?? null,
        set: (key: unknown, handler: RouteHandler) => void kept.set(key, handler),
      }
    },
    deriveConstraint: (request: { readonly headers: IncomingMessage['headers'] }) =>
      ndjson.test(request.headers['content-type'] ?? '') ? 'ndjson' : undefined,
  })
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request: FastifyRequest, payload: IncomingMessage, done) =>
      done(null, payload),
    )
    scope.route({
      method: 'POST',
      url: `${edge.prefix}/$import`,
      constraints: { body: 'ndjson' },
      handler: async (request, reply) => {
        const answered = await receive(kicked, edge, request)
        return send(reply, answered)
      },
    })
  })
}

async function receive(
  kicked: Kicked,
  edge: ImportRoutesDeps,
  request: FastifyRequest,
): Promise<BulkAnswered> {
  const { deps } = kicked
  const caller = {
    actor: edge.actorOf(request),
    purpose: 'management',
    base: edge.baseOf(request),
    prefer: { isStrict: false, respondAsync: true },
  } as const satisfies BulkCall['caller']
  const may = await mayWork(deps, { caller })
  if (!may.ok) return may
  const encoding = String(request.headers['content-encoding'] ?? 'identity').toLowerCase()
  if (encoding !== 'identity' && encoding !== 'gzip') return fail(bulkProblems.encoding)
  const { validate } = request.query as { validate?: unknown }
  const jobId = randomUUID()
  const folder = join(deps.dir, jobId)
  const kept = await keep(request.body as IncomingMessage, folder, deps.maxImportBytes)
  const asked = {
    request: `${caller.base}/$import`,
    actor: caller.actor!,
    purpose: caller.purpose,
    base: caller.base,
    transactionTime: deps.clock.now().toISOString(),
    inputs: [{ name: 'body', file: bodyName, isOwn: true, type: null }],
    validate: validate !== 'false',
  }
  const answered = kept
    ? fail(bulkProblems[kept])
    : await accept(kicked, { caller }, 'import', jobId, asked, [])
  if (!answered.ok) await rm(folder, { recursive: true, force: true })
  return answered
}

const bodyName = 'body.ndjson'

/** As it came, packed or not; a reader sees which. Null: all of it is on disk. */
async function keep(
  body: IncomingMessage,
  folder: string,
  maxBytes: number,
): Promise<'tooLarge' | 'cutShort' | 'noInput' | null> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  let size = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size > maxBytes) done(new Error('too large'))
      else done(null, chunk)
    },
  })
  const file = createWriteStream(join(folder, bodyName), { flush: true, mode: 0o600 })
  try {
    await pipeline(body, measure, file)
  } catch (error) {
    if (size > maxBytes) return 'tooLarge'
    if (body.destroyed || body.readableAborted) return 'cutShort'
    throw error
  }
  return size === 0 ? 'noInput' : null
}

function send(reply: FastifyReply, answered: BulkAnswered): FastifyReply {
  reply.type('application/fhir+json; charset=utf-8')
  if (answered.ok)
    return reply
      .code(answered.value.status)
      .headers(answered.value.headers ?? {})
      .send(answered.value.body)
  const { kind, status, issue, message, code } = answered.problem
  // What still arrives is not read: the connection ends with the answer.
  reply.header('connection', 'close')
  return reply
    .code(status ?? statusOf(kind))
    .send(outcomeText([{ severity: 'error', code: issue ?? 'processing', text: message, problem: code }]))
}
