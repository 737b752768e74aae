import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '#foundation/clock'
import type { Result } from '#foundation/result'
import { unavailable } from '../verification.problems.ts'
import type {
  Answer,
  PersonToVerify,
  PopulationPort,
  Question,
  Trouble,
  Unavailable,
} from '../verification.types.ts'
import { keepToken } from './access-token.ts'
import { type CircuitRules, createCircuit } from './circuit.ts'
import { openCaller, type Reply, type Tls } from './http-call.ts'
import { createRateLimit } from './rate-limit.ts'
import { paths, readAnswer, readRetryAfter, writeQuestion } from './wire.ts'

export interface PopulationClientOptions {
  /** Everything is asked below this address, and nowhere else. */
  readonly base: URL
  /** Null: the client certificate alone says who we are. */
  readonly credentials: {
    readonly clientId: string
    readonly clientSecret: string
    readonly url?: URL
  } | null
  readonly tls?: Tls
  readonly timeoutMs: number
  readonly perSecond: number
  readonly clock: Clock
  /** Calls for one question (3), with pauses of `retryMs` doubled each time, less up to a half by chance. */
  readonly tries?: number
  readonly retryMs?: number
  readonly circuit?: CircuitRules
  readonly random?: () => number
}

/** A call later may go through. */
const again = new Set<Trouble>(['network', 'timeout', 'gateway-error', 'bad-answer', 'throttled'])
const ofGateway = new Set<Trouble>(['network', 'timeout', 'gateway-error', 'bad-answer', 'sign-in'])
const usualCircuit: CircuitRules = { threshold: 5, coolMs: 5_000, longestMs: 300_000 }

/** The client of a licensed provider's gateway. It knows no table and writes no log: what passes here stays here. */
export function openPopulationClient(options: PopulationClientOptions): PopulationPort & { close(): void } {
  const { base, credentials, timeoutMs, tries = 3, retryMs = 300, random = Math.random } = options
  const now = () => options.clock.now().getTime()
  const at = (path: string) => new URL(path, base.href.endsWith('/') ? base : `${base.href}/`)
  const caller = openCaller(options.tls ?? {})
  const circuit = createCircuit(options.circuit ?? usualCircuit, now)
  const turn = createRateLimit(options.perSecond, now)
  const tokens =
    credentials &&
    keepToken({ ...credentials, url: credentials.url ?? at(paths.token) }, caller, { timeoutMs, now })
  let throttledUntil = 0

  type Outcome = Result<Answer, Unavailable>
  const none = (trouble: Trouble, retryAfterMs: number | null = null): Outcome => ({
    ok: false,
    problem: unavailable(trouble, retryAfterMs),
  })

  /** One call within the circuit and the rate. */
  async function once(person: PersonToVerify, question: Question, endsAt: number): Promise<Outcome> {
    if (now() < throttledUntil) return none('throttled', throttledUntil - now())
    if (!circuit.enter()) return none('circuit-open', Math.max(0, circuit.openUntil() - now()))
    // A turn at the last moment is no turn: a quarter of the time is for the call itself.
    const wait = turn(((endsAt - now()) * 3) / 4)
    if (wait === null) {
      circuit.neither()
      return none('busy')
    }
    if (wait > 0) await rest(wait, question.signal)
    // Who had hardly any time left, or was called off, learns nothing of the gateway from its silence.
    const isHasty = endsAt - now() < timeoutMs / 2
    const outcome = question.signal?.aborted ? none('timeout') : await ask(person, question, endsAt)
    const trouble = outcome.ok ? null : outcome.problem.trouble
    if (trouble === null || trouble === 'refused') circuit.good()
    else if (question.signal?.aborted || (isHasty && trouble === 'timeout')) circuit.neither()
    else if (ofGateway.has(trouble)) circuit.bad()
    else circuit.neither()
    if (!outcome.ok && outcome.problem.trouble === 'throttled')
      throttledUntil = now() + (outcome.problem.retryAfterMs ?? 1_000)
    return outcome
  }

  /** With a token, and once more with a fresh one when the first is no longer taken. */
  async function ask(person: PersonToVerify, question: Question, endsAt: number): Promise<Outcome> {
    for (const isLast of [false, true]) {
      const token = tokens ? await within(tokens.get(), endsAt - now()) : null
      if (token && !token.ok) return none(token.problem)
      const replied = await caller.post({
        url: at(paths.verify),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'idempotency-key': question.requestId,
          ...(token ? { authorization: `Bearer ${token.value}` } : {}),
        },
        body: writeQuestion(person, question.requestId),
        timeoutMs: Math.max(1, Math.min(timeoutMs, endsAt - now())),
        signal: question.signal,
      })
      if (!replied.ok) return none(replied.problem)
      if (replied.value.status !== 401) return judge(replied.value, person, question)
      if (token) tokens?.forget(token.value)
      if (isLast || !token) return none('sign-in')
    }
    return none('sign-in')
  }

  function judge(
    { status, retryAfter, text }: Reply,
    person: PersonToVerify,
    { requestId }: Question,
  ): Outcome {
    const patience = readRetryAfter(retryAfter, now())
    if (status === 200) {
      const read = readAnswer(text, person, requestId)
      return read.ok ? read : none(read.problem)
    }
    if (status === 429) return none('throttled', patience)
    if (status === 403) return none('sign-in', patience)
    // The question is not one the gateway takes: asking again is the same question.
    if (status === 400 || status === 409 || status === 422) return none('refused')
    return none('gateway-error', patience)
  }

  return {
    async verify(person, question) {
      const endsAt = now() + question.deadlineMs
      for (let attempt = 1; ; attempt++) {
        const outcome = await once(person, question, endsAt)
        if (outcome.ok || attempt >= tries || !again.has(outcome.problem.trouble)) return outcome
        const backoff = retryMs * 2 ** (attempt - 1) * (0.5 + 0.5 * random())
        const pause = Math.max(backoff, outcome.problem.retryAfterMs ?? 0)
        if (now() + pause >= endsAt || question.signal?.aborted) return outcome
        await rest(pause, question.signal)
      }
    },
    pausedUntil: () => Math.max(circuit.openUntil(), throttledUntil),
    close: caller.close,
  }
}

/** Until the time is up, or it is called off. */
const rest = (ms: number, signal: AbortSignal | undefined) => sleep(ms, undefined, { signal }).catch(() => {})

async function within<T>(work: Promise<Result<T, Trouble>>, ms: number): Promise<Result<T, Trouble>> {
  const late = new AbortController()
  const timer = sleep(Math.max(0, ms), undefined, { signal: late.signal }).then(
    (): Result<T, Trouble> => ({ ok: false, problem: 'timeout' }),
    () => work,
  )
  try {
    return await Promise.race([work, timer])
  } finally {
    late.abort()
  }
}
