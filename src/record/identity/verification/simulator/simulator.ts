import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from './fault.types.ts'
import { openRegister, type Register, type SimulatedPerson, type SimulatedQuestion } from './register.ts'

export interface SimulatorOptions {
  readonly people: readonly SimulatedPerson[]
  /** Clients and their secrets; none: nobody needs a token. */
  readonly clients?: Readonly<Record<string, string>>
  readonly tokenSeconds?: number
  /** Every answer takes so long. */
  readonly latencyMs?: number
  /** More questions within a second are told to come back. */
  readonly perSecond?: number
  readonly port?: number
  readonly host?: string
  /** Speaks TLS; with `ca`, only to who shows a certificate of that authority. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer; readonly ca?: Buffer }
}

export interface PopulationSimulator {
  readonly address: string
  readonly register: Register
  /** Ids of the questions, as they came; a question tried again comes again. */
  readonly asked: readonly string[]
  /** Of the questions that were decided: each once, however often it was tried. */
  readonly decided: ReadonlyMap<string, string>
  /** How many tokens were given. */
  tokens(): number
  /** Added to the plan, which is followed question by question. */
  fail(...faults: readonly Fault[]): void
  /** The plan is forgotten. */
  heal(): void
  setAway(away: boolean): void
  stop(): Promise<void>
}

/**
 * A simulated gateway to the population database for trials and tests, written from the contract in README.md and sharing no
 * code with our client. It knows invented people only. Never to be mistaken for a real one: its references begin with
 * `GIALAP` and every answer carries the header `x-gia-lap`.
 */
export async function startPopulationSimulator(options: SimulatorOptions): Promise<PopulationSimulator> {
  const { clients, tokenSeconds = 300, latencyMs = 0, perSecond, port = 0, host = '127.0.0.1', tls } = options
  const register = openRegister(options.people)
  const tokens = new Map<string, number>()
  const asked: string[] = []
  const decided = new Map<string, string>()
  const plan: Fault[] = []
  const recent: number[] = []
  let given = 0
  let isAway = false

  const listener: RequestListener = (request, response) => {
    answer(request, response).catch(() => response.destroy())
  }
  const server = tls
    ? createTlsServer(
        { ...tls, ...(tls.ca ? { requestCert: true, rejectUnauthorized: true } : {}) },
        listener,
      )
    : createServer(listener)

  async function answer(request: IncomingMessage, response: ServerResponse) {
    if (isAway) return void request.socket.destroy()
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const text = Buffer.concat(pieces).toString('utf8')
    response.setHeader('x-gia-lap', '1')
    if (request.method !== 'POST') return send(response, 405, { error: 'method-not-allowed' })
    if (request.url === '/oauth2/token') return giveToken(request, response, text)
    if (request.url === '/v1/verifications') return verify(request, response, text)
    send(response, 404, { error: 'no-such-path' })
  }

  function giveToken(request: IncomingMessage, response: ServerResponse, text: string) {
    const pair = Buffer.from(
      (request.headers.authorization ?? '').replace(/^Basic /i, ''),
      'base64',
    ).toString()
    const [id = '', secret = ''] = pair.split(':').map(decodeURIComponent)
    const isKnown = clients !== undefined && Object.hasOwn(clients, id) && clients[id] === secret
    if (new URLSearchParams(text).get('grant_type') !== 'client_credentials')
      return send(response, 400, { error: 'unsupported_grant_type' })
    if (!isKnown) return send(response, 401, { error: 'invalid_client' })
    const token = randomBytes(24).toString('base64url')
    given += 1
    tokens.set(token, Date.now() + tokenSeconds * 1_000)
    send(response, 200, { access_token: token, token_type: 'Bearer', expires_in: tokenSeconds })
  }

  async function verify(request: IncomingMessage, response: ServerResponse, text: string) {
    const fault = nextFault()
    if (fault.kind === 'expire-tokens') tokens.clear()
    const token = (request.headers.authorization ?? '').replace(/^Bearer /i, '')
    if (clients && !((tokens.get(token) ?? 0) > Date.now()))
      return send(response, 401, { error: 'invalid_token' })
    const question = readQuestion(text)
    if (!question) return send(response, 400, { error: 'invalid-question' })
    asked.push(question.requestId)
    if (isTooMany()) return send(response, 429, { error: 'too-many' }, { 'retry-after': '1' })
    if (latencyMs > 0) await sleep(latencyMs)
    switch (fault.kind) {
      case 'status':
        return void response.writeHead(fault.status).end('<html>proxy</html>')
      case 'throttle':
        return send(response, 429, { error: 'too-many' }, { 'retry-after': fault.retryAfter ?? '1' })
      case 'redirect':
        return void response.writeHead(307, { location: '/elsewhere' }).end()
      case 'hang-up':
        return void request.socket.destroy()
      case 'garbage':
        return void response.end('<html>Bảo trì</html>')
      case 'endless':
        return void response.end(JSON.stringify({ padding: 'x'.repeat(1_000_000) }))
      case 'slow':
        await sleep(fault.ms)
    }
    const said = decide(question)
    if (fault.kind === 'answered-then-hang-up') return void request.socket.destroy()
    if (fault.kind === 'cut') {
      const whole = JSON.stringify(said)
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length })
      response.write(whole.slice(0, whole.length >> 1))
      return void setTimeout(() => request.socket.destroy(), 5)
    }
    if (fault.kind === 'half-answer') {
      const { requestId, result } = said
      return send(response, 200, { requestId, result })
    }
    if (fault.kind === 'other-question') return send(response, 200, { ...said, requestId: 'another' })
    if (fault.kind === 'compares-less') return send(response, 200, compareLess(said))
    if (fault.kind === 'talkative') return talk(response, question, said)
    send(response, 200, said)
  }

  function nextFault(): Fault {
    const fault = plan[0]
    if (!fault) return { kind: 'none' }
    const left = (fault.times ?? 1) - 1
    if (left > 0) plan[0] = { ...fault, times: left }
    else plan.shift()
    return fault
  }

  function isTooMany(): boolean {
    if (perSecond === undefined) return false
    const now = Date.now()
    while (recent.length > 0 && recent[0]! <= now - 1_000) recent.shift()
    if (recent.length >= perSecond) return true
    recent.push(now)
    return false
  }

  /** The same question again gets the same answer under the same reference. */
  function decide(question: Question): Said {
    const reference =
      decided.get(question.requestId) ?? `GIALAP${(decided.size + 1).toString(16).padStart(8, '0')}`
    decided.set(question.requestId, reference)
    return { requestId: question.requestId, reference, ...register.answer(question) }
  }

  function talk(response: ServerResponse, question: Question, said: Said) {
    const person = register.find(question.citizenNumber) ?? question
    const header = { 'x-person': encodeURIComponent(person.fullName), 'x-number': person.citizenNumber }
    send(
      response,
      200,
      { ...said, ...person, person, message: person.fullName, reference: person.citizenNumber },
      header,
    )
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    address: `${tls ? 'https' : 'http'}://${host}:${(server.address() as AddressInfo).port}`,
    register,
    asked,
    decided,
    tokens: () => given,
    fail: (...faults) => void plan.push(...faults),
    heal: () => void plan.splice(0),
    setAway: (away) => {
      isAway = away
      if (away) server.closeAllConnections()
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Question extends SimulatedQuestion {
  readonly requestId: string
}

type Said = ReturnType<Register['answer']> & { readonly requestId: string; readonly reference: string }

function compareLess(said: Said) {
  const { compared, ...rest } = said
  const kept: readonly string[] = compared.filter(
    (field) => field === 'citizenNumber' || field === 'fullName',
  )
  if (rest.result !== 'differs') return { ...rest, compared: kept }
  const differs = rest.differs.filter((field) => kept.includes(field))
  return differs.length > 0
    ? { ...rest, compared: kept, differs }
    : { requestId: rest.requestId, reference: rest.reference, result: 'confirmed', compared: kept }
}

function readQuestion(text: string): Question | null {
  try {
    const said = JSON.parse(text) as Record<string, unknown>
    const { requestId, citizenNumber, fullName, birthDate, sex } = said
    if (typeof requestId !== 'string' || !/^[0-9a-f-]{8,64}$/.test(requestId)) return null
    if (typeof citizenNumber !== 'string' || !/^\d{12}$/.test(citizenNumber)) return null
    if (typeof fullName !== 'string' || fullName === '') return null
    if (birthDate !== undefined && !/^\d{4}(-\d{2}){0,2}$/.test(String(birthDate))) return null
    if (sex !== undefined && sex !== 'male' && sex !== 'female') return null
    return { requestId, citizenNumber, fullName, birthDate: birthDate as string | undefined, sex }
  } catch {
    return null
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    .end(JSON.stringify(body))
}
