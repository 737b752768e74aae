/** Builders for tests: the gateway on a free port over a database of one's own, accounts, and software of several habits. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Fastify from 'fastify'
import { type Clock, fixedClock } from '#foundation/clock'
import { readConfig } from '#foundation/config'
import { type Database, sql } from '#foundation/db'
import { createEvents, eventsMigrations } from '#foundation/events'
import { silentLogger } from '#foundation/log'
import { projectRoot } from '#foundation/project'
import { aTempDir, withDatabase } from '#foundation/testkit'
import {
  type FileToKeep,
  intakeMigrations,
  keepFile,
  openDesk,
  openKeep,
  visitAccepted,
} from '#record/intake'
import { createAccount, type NewAccount } from './accounts/manage-accounts.ts'
import { channels } from './channels.ts'
import {
  type GatewayDeps,
  gatewayConfig,
  gatewayMigrations,
  gatewayRoutes,
  type LookUpCard,
  openGateway,
  type Relay,
} from './index.ts'

export const upstreamKey = 'ab'.repeat(32)
export const day0 = '2026-11-21T08:00:00+07:00'

export const md5 = (text: string, spelled: 'upper' | 'lower' = 'upper') => {
  const hex = createHash('md5').update(text).digest('hex')
  return spelled === 'upper' ? hex.toUpperCase() : hex
}

export const sample = (name: string): Buffer => readFileSync(join(projectRoot(), 'fixtures/bhyt', name))

export type TestGateway = Awaited<ReturnType<typeof aGateway>>

type OuterDeps = Omit<GatewayDeps, 'rules' | 'relay'>

async function onItsListener(env: Readonly<Record<string, string>>, deps: OuterDeps) {
  const read = readConfig([gatewayConfig], {
    MACH_GATEWAY_HOST: '127.0.0.1',
    MACH_GATEWAY_PORT: '0',
    ...env,
  })
  if (!read.ok) throw new Error(read.problem.message)
  const opened = await openGateway(read.value.config, deps)
  if (!opened.ok) throw new Error(opened.problem.message)
  return { address: opened.value.address!, stop: () => opened.value.stop() }
}

/** With a relay whose workers the test starts at a pace of its own. */
async function asPlugin(deps: OuterDeps, relay: Relay) {
  const rules = { fileBytes: 4_194_304, uploads: 32, tokenMinutes: 15, twoAddresses: 'record' } as const
  const app = Fastify()
  await app.register(gatewayRoutes({ ...deps, rules, relay }))
  return { address: await app.listen({ host: '127.0.0.1', port: 0 }), stop: () => app.close() }
}

interface Options {
  readonly env?: Readonly<Record<string, string>>
  readonly clock?: Clock
  readonly lookUpCard?: LookUpCard
  /** Instead of the configured listener: the plugin, and this relay. */
  readonly relayOf?: (db: Database) => Relay
}

export async function aGateway({ env = {}, clock, lookUpCard, relayOf }: Options = {}) {
  const t = await withDatabase([eventsMigrations, intakeMigrations, gatewayMigrations], { max: 10 })
  const folder = aTempDir('mach-gateway')
  const fixed = fixedClock(day0)
  const time = clock ?? fixed
  const events = createEvents({ db: t.db, subscriptions: { [visitAccepted]: ['journey'] }, clock: time })
  const keep = openKeep({
    db: t.db,
    clock: time,
    announce: events.announce,
    limits: { maxBytes: 16 * 1024 * 1024, maxZipEntries: 20 },
    tempDir: folder.path,
  })
  const deps = {
    db: t.db,
    clock: time,
    log: silentLogger,
    tempDir: folder.path,
    keep: (file: FileToKeep) => keepFile(keep, file),
    lookUpCard: lookUpCard ?? (async () => null),
  }
  const gateway = relayOf ? await asPlugin(deps, relayOf(t.db)) : await onItsListener(env, deps)
  const base = gateway.address

  const post = async (path: string, init: RequestInit) => {
    const answer = await fetch(`${base}/api/${path}`, { method: 'POST', ...init })
    const text = await answer.text()
    return { status: answer.status, text, body: JSON.parse(text) as Record<string, unknown> }
  }
  return {
    base,
    db: t.db,
    connection: t.connection,
    clock: fixed,
    tempDir: folder.path,
    desk: openDesk(t.db, time),
    post,
    async anAccount(wanted: Partial<NewAccount> = {}) {
      const facility = wanted.facility ?? '99901'
      const made = await createAccount(
        { db: t.db, clock: time },
        {
          facility,
          username: `${facility}_BV`,
          vendor: 'HIS mẫu',
          channels,
          addresses: [],
          mayReadHistory: false,
          expiresAt: null,
          ...wanted,
        },
      )
      if (!made.ok) throw new Error(made.problem.message)
      return { ...made.value.account, password: made.value.password }
    },
    /** A session as most software takes it. */
    async session(account: { readonly username: string; readonly password: string }) {
      const { body } = await post('token/take', {
        body: new URLSearchParams({ username: account.username, password: md5(account.password) }),
      })
      const key = body.APIKey as { access_token: string; id_token: string } | undefined
      if (!key) throw new Error(`no session: ${JSON.stringify(body)}`)
      return {
        username: account.username,
        passwordHash: md5(account.password),
        token: key.access_token,
        idToken: key.id_token,
        headers: {
          accessToken: key.access_token,
          tokenId: key.id_token,
          passwordHash: md5(account.password),
        },
      }
    },
    /** Kinds of events with their counts, oldest first; sign-ins left out. */
    events: async () =>
      (
        await t.db.many<{ kind: string; times: number }>(sql`
          select kind, sum(times)::int as times from gateway.event
          where kind not in ('signed-in', 'account-created') group by kind order by min(last_at), kind`)
      ).map(({ kind, times }) => (times === 1 ? kind : `${kind} ×${times}`)),
    forgetEvents: () => t.db.run(sql`delete from gateway.event`),
    async stop() {
      await gateway.stop()
      await t.close()
      folder.remove()
    },
  }
}

/** An envelope with one visit: dates and keys as wanted. */
export function anEpisode(
  visit: Readonly<Record<string, string>> = {},
  { facility = '99901', made = '20261121' }: { readonly facility?: string; readonly made?: string } = {},
): Buffer {
  const row = {
    MA_LK: 'LK1',
    STT: '1',
    MA_BN: 'BN1',
    HO_TEN: 'NGUYỄN THỊ THỬ',
    SO_CCCD: '079190999001',
    NGAY_SINH: '199003150000',
    GIOI_TINH: '2',
    MA_DOITUONG_KCB: '1.1',
    NGAY_VAO: '202611200805',
    NGAY_RA: '202611200900',
    MA_LOAI_KCB: '01',
    MA_CSKCB: facility,
    ...visit,
  }
  const table = `<?xml version="1.0" encoding="utf-8"?><TONG_HOP>${Object.entries(row)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</TONG_HOP>`
  return Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?><GIAMDINHHS><THONGTINDONVI><MACSKCB>${facility}</MACSKCB></THONGTINDONVI>` +
      `<THONGTINHOSO><NGAYLAP>${made}</NGAYLAP><SOLUONGHOSO>1</SOLUONGHOSO><DANHSACHHOSO><HOSO><FILEHOSO>` +
      `<LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>${Buffer.from(table).toString('base64')}</NOIDUNGFILE></FILEHOSO></HOSO>` +
      '</DANHSACHHOSO></THONGTINHOSO><CHUKYDONVI/></GIAMDINHHS>',
  )
}
