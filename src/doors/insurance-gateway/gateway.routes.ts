import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DatabaseUnavailable } from '#foundation/db'
import { fail, ok, type Result } from '#foundation/result'
import { addressGroup } from './accounts/address-list.ts'
import { checkToken } from './accounts/check-token.ts'
import { type EventKind, noteEvent } from './accounts/event.queries.ts'
import { digestOf } from './accounts/password.ts'
import { openSession, proveAccount } from './accounts/sign-in.ts'
import { revokeToken } from './accounts/token.queries.ts'
import { askAboutCard } from './cards/ask-about-card.ts'
import { type Answered, answers } from './gateway.problems.ts'
import type { Account, GatewayDeps } from './gateway.types.ts'
import { driverBody, fileBody, refusalBody, sessionBody } from './protocol/answer-bodies.ts'
import { type Endpoint, endpointOf } from './protocol/endpoints.ts'
import type { ReceivedFile } from './protocol/file-sink.ts'
import { type BodyFault, type ReadBody, readBody } from './protocol/read-body.ts'
import { type Call, readCall } from './protocol/read-call.ts'
import { answerByDay, answerErrors, answerOfDay } from './submissions/answer-results.ts'
import { takeFile } from './submissions/take-file.ts'

type Body = Readonly<Record<string, unknown>>

/**
 * The functions of the insurance gateway under `/api/`, for the gateway's own listener. Every answer is HTTP 200 with its
 * code inside, as the real one's: software that sees another status reads no further.
 */
export function gatewayRoutes(deps: GatewayDeps) {
  // Who brings a token is judged before his body is read; slow strangers cannot use up his places.
  const busy = { withToken: 0, open: 0 }
  return async (app: FastifyInstance) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { bodyLimit: Number.MAX_SAFE_INTEGER }, (_request, body, done) =>
      done(null, body),
    )
    const handle = async (request: FastifyRequest, reply: FastifyReply) => {
      const path = (request.params as { '*': string })['*']
      const endpoint = endpointOf(path)
      reply.header('content-type', 'application/json; charset=utf-8').header('cache-control', 'no-store')
      if (endpoint === null) return leave(request, reply, refusalBody('episode', answers.unknownFunction))
      const kind = readCall(request, new Map()).token === null ? 'open' : 'withToken'
      if (busy[kind] >= deps.rules.uploads)
        return leave(request, reply, refusalBody(endpoint.words, answers.busy))
      busy[kind] += 1
      try {
        return leave(request, reply, await answerCall(deps, request, endpoint, path))
      } catch (error) {
        // What is lost is ours: the sender keeps its file and tries again.
        const isAway = error instanceof DatabaseUnavailable
        if (isAway) deps.log.warn({ err: error }, 'gateway call refused: no database')
        else deps.log.error({ err: error, operation: endpoint.operation }, 'gateway call failed')
        return leave(request, reply, refusalBody(endpoint.words, isAway ? answers.busy : answers.failed))
      } finally {
        busy[kind] -= 1
      }
    }
    app.post('/api/*', { bodyLimit: Number.MAX_SAFE_INTEGER }, handle)
  }
}

/** Answered before the body's end: the rest is let go by, and the next call needs a new connection. */
function leave(request: FastifyRequest, reply: FastifyReply, body: Body) {
  if (!request.raw.complete) {
    request.raw.resume()
    reply.header('connection', 'close')
  }
  return reply.send(body)
}

async function answerCall(
  deps: GatewayDeps,
  request: FastifyRequest,
  endpoint: Endpoint,
  path: string,
): Promise<Body> {
  const early = readCall(request, new Map())
  const address = request.ip
  // A token in the head is judged before a large body is read.
  const proved = early.token === null ? null : await proveCall(deps, endpoint, early, address)
  if (proved && !proved.ok) return refusalBody(endpoint.words, proved.problem)
  const read = await readBody((request.body as AsyncIterable<Uint8Array> | undefined) ?? nothing(), {
    // Swept at the start of the server, with what a killed one left there.
    dir: join(deps.tempDir, 'spool'),
    fileBytes: deps.rules.fileBytes,
    contentType: request.headers['content-type'] ?? '',
  })
  if (!read.ok) return refuseBody(deps, endpoint, address, proved?.ok ? proved.value : null, read.problem)
  const { file } = read.value
  try {
    const call = readCall(request, read.value.fields)
    return await answerRead(deps, { endpoint, path, call, address, read: read.value, request })
  } finally {
    await file?.dispose()
  }
}

interface CallRead {
  readonly endpoint: Endpoint
  readonly path: string
  readonly call: Call
  readonly address: string
  readonly read: ReadBody
  readonly request: FastifyRequest
}

async function answerRead(deps: GatewayDeps, was: CallRead): Promise<Body> {
  const { endpoint, call, address } = was
  if (endpoint.operation === 'sign-in') {
    if (!call.username || !call.password)
      return refusalBody('episode', answers.badParameter('username, password'))
    const opened = await openSession(deps, { username: call.username, password: call.password, address })
    return opened.ok ? sessionBody(opened.value) : refusalBody('episode', opened.problem)
  }
  // Again with what the body says: the name and the password there must be the token's.
  const proved = await proveCall(deps, endpoint, call, address)
  if (!proved.ok) return refusalBody(endpoint.words, proved.problem)
  const account = proved.value
  const said = call.get('macskcb')
  if (said !== null && said.toUpperCase() !== account.facility) {
    await note(deps, 'other-facility', address, account)
    return refusalBody(endpoint.words, answers.otherFacility)
  }
  switch (endpoint.operation) {
    case 'sign-out':
      await revokeToken(deps.db, digestOf(call.token!), deps.clock.now())
      return { maKetQua: '200', thongDiep: 'Đã kết thúc phiên làm việc.' }
    case 'results-by-day':
      return answerByDay(deps, account, call)
    case 'results-of-day':
      return answerOfDay(deps, account, call)
    case 'errors':
      return answerErrors(deps, account, call)
    case 'card':
    case 'history':
      return askAboutCard(deps, { account, call, address, path: was.path, operation: endpoint.operation })
    case 'driver-check':
      return takeDriverCheck(deps, was, account)
    default:
      return takeEpisode(deps, was, account)
  }
}

/** By token; the driver's form has none and brings name and password each time. */
async function proveCall(
  deps: GatewayDeps,
  endpoint: Endpoint,
  call: Call,
  address: string,
): Promise<Result<Account, Answered>> {
  const proved =
    endpoint.words === 'driver' && call.token === null
      ? await proveAccount(deps, {
          username: call.username ?? '',
          password: call.password ?? '',
          address,
        })
      : await checkToken(deps, { ...call, address })
  if (!proved.ok) return proved
  const account = proved.value
  if (endpoint.channel === null || account.channels.includes(endpoint.channel)) return ok(account)
  await note(deps, 'channel-refused', address, account)
  return fail(answers.channelRefused)
}

async function takeEpisode(deps: GatewayDeps, was: CallRead, account: Account): Promise<Body> {
  const { endpoint, call, path, address, request } = was
  const { file } = was.read
  if (file === null || file.size === 0) {
    const name = endpoint.words === 'certificate' ? 'fileBase64Str' : 'fileHSBase64'
    return refusalBody(endpoint.words, answers.badParameter(name))
  }
  const kind = call.get('loaihoso') ?? call.get('loaihs') ?? ''
  const province = call.get('matinh')
  const taken = await takeFile(deps, {
    ...{ endpoint, path, account, address, file, kind },
    fields: province === null ? {} : { maTinh: province },
    date: request.headers.date ?? null,
  })
  return fileBody(endpoint.words, taken)
}

async function takeDriverCheck(deps: GatewayDeps, was: CallRead, account: Account): Promise<Body> {
  const { json, fields } = was.read
  if (json === null) return refusalBody('driver', answers.badBody)
  const hospital = fields.get('idbenhvien') ?? ''
  if (hospital.toUpperCase() !== account.facility) {
    await note(deps, 'other-facility', was.address, account)
    return refusalBody('driver', answers.otherFacility)
  }
  const taken = await takeFile(deps, {
    endpoint: was.endpoint,
    path: was.path,
    account,
    address: was.address,
    file: wholeBody(json),
    kind: '',
    fields: {},
    date: was.request.headers.date ?? null,
  })
  return driverBody(taken, fields)
}

/** The form itself is the file. */
function wholeBody(json: Buffer): ReceivedFile {
  return {
    size: json.length,
    sha256: createHash('sha256').update(json).digest(),
    read: async function* () {
      yield json
    },
    bytes: async () => json,
    dispose: async () => {},
  }
}

async function refuseBody(
  deps: GatewayDeps,
  endpoint: Endpoint,
  address: string,
  account: Account | null,
  fault: BodyFault,
): Promise<Body> {
  await note(deps, fault === 'too-large' ? 'too-large' : 'bad-body', address, account)
  const answered: Answered =
    fault === 'too-large'
      ? answers.tooLarge(deps.rules.fileBytes)
      : fault === 'bad-base64'
        ? answers.badBase64
        : answers.badBody
  return refusalBody(endpoint.words, answered)
}

const note = (deps: GatewayDeps, kind: EventKind, address: string, account: Account | null) =>
  noteEvent(deps.db, {
    kind,
    at: deps.clock.now(),
    facility: account?.facility ?? null,
    username: account?.username ?? null,
    address: addressGroup(address),
  })

async function* nothing(): AsyncGenerator<Uint8Array> {}
