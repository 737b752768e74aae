import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { parseOrThrow, sendProblem } from '#foundation/http'
import { type AccountRow, findAccounts } from './accounts/account.queries.ts'
import { isAddressRule } from './accounts/address-list.ts'
import { type EventRow, eventKinds, findEvents, noteEvent } from './accounts/event.queries.ts'
import { eventSentences } from './accounts/event-sentences.ts'
import {
  accountProblems,
  changeAccount,
  changePassword,
  createAccount,
  setUpstream,
} from './accounts/manage-accounts.ts'
import { md5Of } from './accounts/password.ts'
import type {
  GatewayAccount,
  GatewayAccounts,
  GatewayDelivery,
  GatewayEvent,
  GatewayEvents,
  GatewayRelay,
  GatewayState,
} from './api.types.ts'
import { channels } from './channels.ts'
import { vietnamDay } from './protocol/times.ts'
import { findDead, findLanes, findOfReceipt, reviveDead } from './relay/outgoing.queries.ts'
import { seal } from './relay/seal.ts'

export interface GatewayAdminDeps {
  readonly db: Database
  readonly clock: Clock
  /** Seals the credentials of the real gateway; null: they cannot be kept. */
  readonly upstreamKey: Buffer | null
  /** Asked each time: the listener starts after the routes are there. */
  readonly state: () => Omit<GatewayState, 'canSeal'>
}

const common = {
  vendor: z.string().trim().max(100).nullish(),
  channels: z.array(z.enum(channels)).min(1),
  addresses: z.array(z.string().trim().refine(isAddressRule)).max(50).default([]),
  mayReadHistory: z.boolean().default(false),
  expiresOn: z.iso.date().nullish(),
}
const newAccount = z.object({
  ...common,
  facility: z
    .string()
    .trim()
    .regex(/^[0-9A-Z]{5}$/),
  username: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_.-]{3,40}$/),
})
const changed = z.object({ ...common, state: z.enum(['open', 'locked']) })
const accountKey = z.object({ accountId: z.uuid() })
const overlap = z.object({
  overlapHours: z.coerce
    .number()
    .min(0)
    .max(24 * 31)
    .default(0),
})
const upstreamCard = z.object({
  username: z.string().trim().min(1).max(100).nullable(),
  password: z.string().min(1).max(200).nullable(),
})
const eventPage = z.object({
  facility: z.string().optional(),
  only: z.enum(['refused']).optional(),
  before: z.iso.datetime().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
const retried = z.union([
  z.object({ outgoingId: z.uuid() }),
  z.object({ facility: z.string().regex(/^[0-9A-Z]{5}$/) }),
])
const receiptKey = z.object({ receiptId: z.uuid() })

/** Accounts, events and the way to the real gateway, for people at the server's own address. */
export function gatewayAdminRoutes(deps: GatewayAdminDeps) {
  const { db, clock } = deps
  const state = (): GatewayState => ({ ...deps.state(), canSeal: deps.upstreamKey !== null })
  return async (app: FastifyInstance) => {
    app.get('/api/gateway/accounts', async (): Promise<GatewayAccounts> => {
      const rows = await findAccounts(db, null)
      return { state: state(), items: rows.map(shownAccount) }
    })
    app.post('/api/gateway/accounts', async (request, reply) => {
      const { expiresOn, vendor, ...wanted } = parseOrThrow(newAccount, request.body)
      const made = await createAccount(deps, {
        ...wanted,
        vendor: vendor || null,
        expiresAt: endOf(expiresOn),
      })
      if (!made.ok) return sendProblem(reply, made.problem)
      const { account, password } = made.value
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ account: shownAccount(account), password })
    })
    app.put('/api/gateway/accounts/:accountId', async (request, reply) => {
      const { accountId } = parseOrThrow(accountKey, request.params)
      const { expiresOn, vendor, ...change } = parseOrThrow(changed, request.body)
      const done = await changeAccount(deps, accountId, {
        ...change,
        vendor: vendor || null,
        expiresAt: endOf(expiresOn),
      })
      return done.ok ? shownAccount(done.value) : sendProblem(reply, done.problem)
    })
    app.post('/api/gateway/accounts/:accountId/password', async (request, reply) => {
      const { accountId } = parseOrThrow(accountKey, request.params)
      const { overlapHours } = parseOrThrow(overlap, request.body ?? {})
      const done = await changePassword(deps, accountId, overlapHours)
      if (!done.ok) return sendProblem(reply, done.problem)
      const { account, password } = done.value
      return reply.header('cache-control', 'no-store').send({ account: shownAccount(account), password })
    })
    app.put('/api/gateway/accounts/:accountId/upstream', async (request, reply) => {
      const { accountId } = parseOrThrow(accountKey, request.params)
      const { username, password } = parseOrThrow(upstreamCard, request.body)
      if (deps.upstreamKey === null) return sendProblem(reply, accountProblems.noKey)
      const secret = password === null ? null : seal(deps.upstreamKey, accountId, md5Of(password))
      const upstream = username === null || secret === null ? null : { username, secret }
      const done = await setUpstream(deps, accountId, upstream)
      return done.ok ? shownAccount(done.value) : sendProblem(reply, done.problem)
    })
    app.get('/api/gateway/events', async (request): Promise<GatewayEvents> => {
      const { limit, only, facility, before } = parseOrThrow(eventPage, request.query)
      const kinds = only ? eventKinds.filter((kind) => eventSentences[kind].severity !== 'info') : undefined
      const rows = await findEvents(
        db,
        { ...(facility ? { facility } : {}), ...(before ? { before } : {}), ...(kinds ? { kinds } : {}) },
        limit,
      )
      const last = rows.length === limit ? rows.at(-1)! : null
      return { items: rows.map(shownEvent), before: last?.minute.toISOString() ?? null }
    })
    app.get('/api/gateway/relay', () => relayState(deps, state()))
    app.post('/api/gateway/relay/retry', async (request) => {
      const which = parseOrThrow(retried, request.body)
      const revived = await reviveDead(db, which, clock.now())
      for (const facility of new Set(revived.map((row) => row.facility)))
        await noteEvent(db, { kind: 'retried', at: clock.now(), facility })
      return { retried: revived.length }
    })
    app.get('/api/gateway/receipts/:receiptId', async (request) => {
      const { receiptId } = parseOrThrow(receiptKey, request.params)
      const rows = await findOfReceipt(db, receiptId)
      return {
        items: rows.map(
          (row): GatewayDelivery => ({
            state: row.state,
            attempts: row.attempts,
            lastAt: row.last_at?.toISOString() ?? null,
            code: row.last_code,
            message: row.last_message,
            transactionCode: row.upstream_code,
            receivedAt: row.upstream_at,
          }),
        ),
      }
    })
  }
}

/** The end of a day in Vietnam. */
const endOf = (day: string | null | undefined): Date | null =>
  day ? new Date(new Date(`${day}T00:00:00+07:00`).getTime() + 86_400_000) : null

const shownAccount = (row: AccountRow): GatewayAccount => ({
  accountId: row.accountId,
  facility: row.facility,
  username: row.username,
  vendor: row.vendor,
  channels: row.channels,
  addresses: row.addresses,
  mayReadHistory: row.mayReadHistory,
  state: row.state,
  expiresOn: row.expiresAt ? vietnamDay(new Date(row.expiresAt.getTime() - 1)) : null,
  createdAt: row.createdAt.toISOString(),
  passwordAt: row.passwordAt.toISOString(),
  formerUntil: row.formerUntil?.toISOString() ?? null,
  lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
  upstreamUsername: row.upstreamUsername,
})

const shownEvent = (row: EventRow): GatewayEvent => ({
  kind: row.kind,
  severity: eventSentences[row.kind].severity,
  message: eventSentences[row.kind].message,
  facility: row.facility || null,
  username: row.username || null,
  address: row.address || null,
  times: row.times,
  at: row.last_at.toISOString(),
})

async function relayState({ db, clock }: GatewayAdminDeps, state: GatewayState): Promise<GatewayRelay> {
  const today = new Date(`${vietnamDay(clock.now())}T00:00:00+07:00`)
  const [lanes, dead] = await Promise.all([findLanes(db, today), findDead(db, 200)])
  return {
    state,
    lanes: lanes.map((row) => ({
      facility: row.facility,
      waiting: row.waiting,
      dead: row.dead,
      deliveredToday: row.delivered_today,
      oldestAt: row.oldest_at?.toISOString() ?? null,
      lastCode: row.last_code,
      lastMessage: row.last_message,
      lastAt: row.last_at?.toISOString() ?? null,
      pausedUntil: row.paused_until?.toISOString() ?? null,
      trouble: row.trouble,
    })),
    dead: dead.map((row) => ({
      outgoingId: row.outgoing_id,
      facility: row.facility,
      operation: row.operation,
      receiptId: row.receipt_id,
      sentAt: row.created_at.toISOString(),
      deadAt: row.done_at.toISOString(),
      attempts: row.attempts,
      code: row.last_code,
      message: row.last_message,
      owner: row.owner,
    })),
  }
}
