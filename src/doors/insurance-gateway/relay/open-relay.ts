import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { newId, shardFor } from '#foundation/ids'
import type { Logger } from '#foundation/log'
import { findUpstream } from '../accounts/account.queries.ts'
import { noteEvent } from '../accounts/event.queries.ts'
import { judgeAnswer } from './judge-answer.ts'
import {
  findNext,
  holdLane,
  insertOutgoing,
  leaveLane,
  noteDead,
  noteDelivered,
  notePutOff,
  type OutgoingRow,
  takeLane,
} from './outgoing.queries.ts'
import type { Question, Relay } from './relay.types.ts'
import { unseal } from './seal.ts'
import { openUpstream, type Upstream, type UpstreamAnswer, type UpstreamSession } from './upstream-client.ts'

export interface RelayDeps {
  readonly db: Database
  readonly clock: Clock
  readonly log: Logger
  readonly key: Buffer
  readonly base: string
  readonly timeoutMs?: number
  /** While a person waits. */
  readonly askTimeoutMs?: number
  /** Facilities sent for at the same time. */
  readonly lanes?: number
  readonly pollMs?: number
  /** First pause after trouble; doubled each time, up to `longestMs`. */
  readonly retryMs?: number
  readonly longestMs?: number
  readonly leaseMs?: number
}

interface Pace {
  readonly pollMs: number
  readonly retryMs: number
  readonly longestMs: number
  readonly leaseMs: number
}

/** Store and forward. Written down in the database, so that a kill loses nothing: what was on its way is sent again. */
export function openRelay(deps: RelayDeps): Relay & { start(): { stop(): Promise<void> } } {
  const { clock } = deps
  const timeoutMs = deps.timeoutMs ?? 60_000
  const now = () => clock.now()
  const upstream = openUpstream({ base: deps.base, timeoutMs, now })
  const asking = openUpstream({ base: deps.base, timeoutMs: deps.askTimeoutMs ?? 8_000, now })
  const sessions = createSessions(deps)
  const pace: Pace = {
    pollMs: deps.pollMs ?? 1_000,
    retryMs: deps.retryMs ?? 1_000,
    longestMs: deps.longestMs ?? 15 * 60_000,
    // Two calls fit in it: a session and a file.
    leaseMs: deps.leaseMs ?? timeoutMs * 2 + 30_000,
  }
  return {
    async enqueue(item) {
      const digest = createHash('sha256')
        .update(`${item.operation}\n${item.kind}\n`)
        .update(item.file.sha256)
        .digest()
      await insertOutgoing(deps.db, {
        ...item,
        outgoingId: newId(shardFor(item.facility), now().getTime()),
        fields: { ...item.fields, kind: item.kind },
        digest,
        body: await item.file.bytes(),
        now: now(),
      })
    },

    async ask({ facility, accountId, path, fields }: Question) {
      const session = await sessions.get(asking, facility, accountId)
      if ('trouble' in session) return null
      const answer = await asking.ask(session, path, fields)
      if (answer.code === '401') sessions.forget(facility)
      // 101 is "server error" of this function.
      const isAnswer = answer.code !== null && !['401', '101', '500', '408'].includes(answer.code)
      return isAnswer ? answer.body : null
    },

    start() {
      const stopping = new AbortController()
      const lanes = Array.from({ length: deps.lanes ?? 4 }, () =>
        runLane(deps, { upstream, sessions, pace, signal: stopping.signal }),
      )
      return {
        stop: async () => {
          stopping.abort()
          await Promise.all(lanes)
        },
      }
    },
  }
}

interface Worker {
  readonly upstream: Upstream
  readonly sessions: Sessions
  readonly pace: Pace
  readonly signal: AbortSignal
}

async function runLane(deps: RelayDeps, worker: Worker): Promise<void> {
  const { pace, signal } = worker
  const rest = (ms: number) => sleep(ms, undefined, { signal }).catch(() => {})
  while (!signal.aborted) {
    try {
      const now = deps.clock.now()
      const holder = randomUUID()
      const lane = await takeLane(deps.db, holder, now, new Date(now.getTime() + pace.leaseMs))
      if (lane) await sendAll(deps, worker, { ...lane, holder })
      else await rest(pace.pollMs)
    } catch (err) {
      deps.log.warn({ err }, 'relay cannot go on, waiting')
      await rest(Math.max(pace.pollMs, 1_000))
    }
  }
}

interface Lane {
  readonly facility: string
  readonly failures: number
  readonly holder: string
}

/** Everything of one facility that can go now, oldest first. */
async function sendAll(deps: RelayDeps, worker: Worker, lane: Lane): Promise<void> {
  const { db, clock } = deps
  let pause: { until: Date; trouble: string } | null = null
  while (pause === null && !worker.signal.aborted) {
    const now = clock.now()
    const isOurs = await holdLane(
      db,
      lane.facility,
      lane.holder,
      new Date(now.getTime() + worker.pace.leaseMs),
    )
    if (!isOurs) return
    const next = await findNext(db, lane.facility, now)
    if (!next) break
    const trouble = await sendOne(deps, worker, lane, next)
    if (trouble !== null) pause = { until: pauseAfter(worker.pace, lane.failures, clock.now()), trouble }
  }
  await leaveLane(db, lane.facility, lane.holder, pause)
}

const pauseAfter = ({ retryMs, longestMs }: Pace, failures: number, now: Date) =>
  new Date(now.getTime() + Math.min(longestMs, retryMs * 2 ** Math.min(failures, 20)))

/** Null: the next may follow. Else why the lane must wait. */
async function sendOne(
  deps: RelayDeps,
  { upstream, sessions, pace }: Worker,
  { facility, failures }: Lane,
  row: OutgoingRow,
): Promise<string | null> {
  const { kind = '', ...fields } = row.fields
  const file = {
    ...{ operation: row.operation, path: row.path, facility, kind, fields },
    bytes: row.body,
  }
  // A session may have ended early: one more, once. A second 401 with a fresh session is about the file's rights.
  for (const isLast of [false, true]) {
    const session = await sessions.get(upstream, facility, row.account_id)
    if ('trouble' in session) return session.trouble
    const answer = await upstream.send(session, file)
    const verdict = judgeAnswer(answer)
    const outcome = {
      ...{ facility, outgoingId: row.outgoing_id, now: deps.clock.now() },
      ...{ code: answer.code, message: answer.message },
    }
    if (verdict.kind === 'delivered') {
      await noteDelivered(deps.db, outcome, answer.transactionCode, answer.receivedAt)
      return null
    }
    if (verdict.kind === 'again') {
      await notePutOff(deps.db, outcome, pauseAfter(pace, failures, outcome.now))
      return troubleOf(answer)
    }
    if (verdict.kind === 'sign-in' && !isLast) {
      sessions.forget(facility)
      continue
    }
    await noteDead(deps.db, outcome, verdict.kind === 'dead' ? verdict.owner : 'department')
    await noteEvent(deps.db, { kind: 'dead-letter', at: outcome.now, facility })
    deps.log.warn({ outgoing: row.outgoing_id, code: answer.code }, 'the gateway refused a file')
    return null
  }
  return null
}

const troubleOf = ({ code, message }: UpstreamAnswer): string =>
  code === null
    ? `Không có trả lời từ Cổng giám định (${message ?? 'network'})`
    : `Cổng giám định trả mã ${code}${message ? `: ${message}` : ''}`

type Sessions = ReturnType<typeof createSessions>

/** One session per facility, taken when needed and kept while it lasts. */
function createSessions({ db, clock, key }: RelayDeps) {
  const open = new Map<string, UpstreamSession>()
  return {
    forget: (facility: string) => void open.delete(facility),
    async get(
      upstream: Upstream,
      facility: string,
      accountId: string,
    ): Promise<UpstreamSession | { readonly trouble: string }> {
      const known = open.get(facility)
      if (known && known.expiresAt > clock.now().getTime()) return known
      const credential = await findUpstream(db, facility, accountId)
      if (!credential) return { trouble: 'Chưa có tài khoản Cổng giám định của cơ sở này' }
      const secret = unseal(key, credential.account_id, credential.secret)
      if (!secret.ok) return { trouble: secret.problem.message }
      const taken = await upstream.takeToken(credential.username, secret.value)
      if (!('accessToken' in taken)) return { trouble: `Đăng nhập Cổng giám định: ${troubleOf(taken)}` }
      open.set(facility, taken)
      return taken
    },
  }
}
