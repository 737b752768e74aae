import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import { fixedClock } from '#foundation/clock'
import { sql } from '#foundation/db'
import { answerProblems } from '#foundation/http'
import { type TestDatabase, withDatabase } from '#foundation/testkit'
import type { CertifiedList, SandboxFileAnswer, SandboxList, SandboxPage } from './api.types.ts'
import { forgetExpired } from './forget-expired.ts'
import type { ReadItemRecord } from './observe-record.ts'
import type { ReceiveDeps } from './receive-file.ts'
import { sandboxMigrations } from './sandbox.migrations.ts'
import { sandboxRoutes } from './sandbox.routes.ts'
import { anError, aRecord, aSubject, aWholeVisit, everySituation, readsJson } from './testing.ts'

let t: TestDatabase
let app: FastifyInstance
const clock = fixedClock('2026-11-21T08:00:00+07:00')
const limits = { keepDays: 30, maxMessages: 60, maxBytes: 2_000_000 }
before(async () => {
  t = await withDatabase([sandboxMigrations])
  const deps: ReceiveDeps = { db: t.db, clock, limits, rules: new Map(), readFile: readsJson }
  app = Fastify()
  answerProblems(app)
  await app.register(sandboxRoutes(deps))
})
after(async () => {
  await app?.close()
  await t?.close()
})

async function ask<T>(
  method: 'GET' | 'POST',
  url: string,
  payload?: unknown,
): Promise<{ status: number; body: T }> {
  const answer = await app.inject({
    method,
    url,
    ...(payload === undefined ? {} : { payload: payload as object }),
  })
  return { status: answer.statusCode, body: answer.json() as T }
}
const opened = async (changes = {}) =>
  (await ask<{ sandboxId: string }>('POST', '/api/sandbox', aSubject(changes))).body.sandboxId
async function send(id: string, records: readonly ReadItemRecord[] | string) {
  clock.advance(1_000)
  const text = typeof records === 'string' ? records : JSON.stringify(records)
  const answer = await app.inject({
    method: 'POST',
    url: `/api/sandbox/${id}/files?fileName=thu.xml`,
    headers: { 'content-type': 'application/xml' },
    payload: Readable.from([Buffer.from(text)]),
  })
  return { status: answer.statusCode, body: answer.json() as SandboxFileAnswer & { code?: string } }
}
const page = async (id: string) => (await ask<SandboxPage>('GET', `/api/sandbox/${id}`)).body
const move = (id: string, to: string, more = {}) =>
  ask<{ state?: string; code?: string }>('POST', `/api/sandbox/${id}/state`, {
    to,
    by: 'Nguyễn Thị Duyệt',
    reason: 'Đã xem báo cáo',
    ...more,
  })

test('a vendor opens a sandbox, sends, reads what is wanting, and the department lets the facility in', async () => {
  const id = await opened()
  assert.equal((await page(id)).state, 'draft')

  const first = await send(id, [aRecord('out', aWholeVisit()), aRecord('x', {}, [anError('BHYT_CODE')])])
  assert.deepEqual([first.status, first.body.records, first.body.accepted], [200, 2, 1])
  assert.equal(first.body.problems[0]!.code, 'BHYT_CODE')
  assert.equal((await page(id)).state, 'testing')
  assert.equal((await move(id, 'ready')).body.code, 'SANDBOX_BLOCKED')

  await send(id, [...everySituation(), aRecord('x', aWholeVisit())])
  assert.equal((await move(id, 'ready')).body.state, 'ready')
  const ready = await page(id)
  assert.equal(ready.report.score.total, 100)
  assert.equal(ready.fixedReport?.isCurrent, true)
  assert.match(ready.fixedReport!.sha256, /^[0-9a-f]{64}$/)

  assert.equal((await move(id, 'live')).body.state, 'live')
  const certified = (await ask<CertifiedList>('GET', '/api/certified')).body.items
  assert.deepEqual(
    certified.map((c) => [c.facilityCode, c.state, c.score, c.hasException]),
    [['99901', 'live', 100, false]],
  )
  assert.deepEqual(
    (await page(id)).steps.map((s) => [s.from, s.to, s.by]),
    [
      ['ready', 'live', 'Nguyễn Thị Duyệt'],
      ['testing', 'ready', 'Nguyễn Thị Duyệt'],
    ],
  )

  const second = await opened({ softwareVersion: '4.0' })
  await send(second, everySituation())
  await move(second, 'ready')
  assert.equal((await move(second, 'live')).body.code, 'SANDBOX_FACILITY_ALREADY_LIVE')
  assert.equal((await move(id, 'suspended')).body.state, 'suspended')
  assert.equal((await move(second, 'live')).body.state, 'live')
  assert.equal((await move(id, 'live')).body.code, 'SANDBOX_FACILITY_ALREADY_LIVE')
})

test('with blockers a facility goes live only by an exception written out, and the public list says so', async () => {
  const id = await opened({ facilityCode: '99902' })
  await send(id, [aRecord('one', aWholeVisit(), [], '99902')])
  assert.equal((await move(id, 'live')).body.code, 'SANDBOX_BLOCKED')
  assert.equal((await move(id, 'live', { exception: 'cho qua' })).body.code, 'SANDBOX_BLOCKED')
  const exception = 'Trạm y tế chỉ khám ngoại trú, theo biên bản ngày 20/11/2026'
  assert.equal((await move(id, 'live', { exception })).body.state, 'live')
  const listed = (await ask<CertifiedList>('GET', '/api/certified')).body.items
  assert.equal(listed.find((c) => c.facilityCode === '99902')?.hasException, true)
  assert.equal((await page(id)).steps[0]!.exception, exception)
})

test('a step that is not offered, a sandbox that is not there and a plan nobody knows are answered in words', async () => {
  const id = await opened({ facilityCode: '99903' })
  assert.equal((await move(id, 'live')).status, 409)
  assert.equal((await move('01a2004c-862c-8806-aa5d-a4e864e8441a', 'testing')).status, 404)
  assert.equal((await ask('GET', '/api/sandbox/khong-phai')).status, 404)
  assert.equal((await ask('POST', '/api/sandbox', aSubject({ plans: ['ghost'] }))).status, 400)
  assert.equal((await ask('POST', '/api/sandbox', { ...aSubject(), facilityCode: '1' })).status, 400)
  assert.equal((await send(id, 'không phải tệp')).body.problems[0]!.code, 'INTAKE_NO_RECORD')
  assert.equal((await page(id)).state, 'draft', 'a file nobody can read starts nothing')
})

test('what is sent is nowhere in the database: only counts and places', async () => {
  const id = await opened({ facilityCode: '99904' })
  const secret = aWholeVisit({ XML1: [{ HO_TEN: 'NGUYỄN-BÍ-MẬT', SO_CCCD: '079190123456' }] })
  await send(id, [aRecord('MA-LK-BÍ-MẬT', secret, [], '99904')])
  const { whole } = await t.db.one<{ whole: string }>(sql`
    select (select jsonb_agg(to_jsonb(s)) from sandbox.sandbox s)::text
      || (select jsonb_agg(to_jsonb(f)) from sandbox.file f)::text as whole`)
  assert.doesNotMatch(whole, /BÍ-MẬT|079190123456/)
  assert.equal((await page(id)).report.realLooking, 1)
})

test('a sandbox takes so many messages and files of such a size, and no more; beginning again empties it', async () => {
  const id = await opened({ facilityCode: '99905' })
  const many = Array.from({ length: 80 }, (_, n) =>
    aRecord(`k${n}`, { XML1: [{ HO_TEN: 'A' }] }, [], '99905'),
  )
  assert.equal((await send(id, many)).body.records, 60)
  assert.equal((await send(id, many.slice(0, 1))).body.code, 'SANDBOX_FULL')
  assert.equal((await send(id, `[${' '.repeat(2_000_001)}`)).body.code, 'SANDBOX_FILE_TOO_LARGE')
  assert.equal((await move(id, 'draft')).body.state, 'draft')
  const again = await page(id)
  assert.deepEqual([again.messages, again.files.length, again.steps.length], [0, 0, 1])
})

test('files sent at the same moment are all counted', async () => {
  const id = await opened({ facilityCode: '99906' })
  await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      send(id, [aRecord(`k${n}`, { XML1: [{ HO_TEN: 'A' }] }, [], '99906')]),
    ),
  )
  const after = await page(id)
  assert.equal(after.messages, 8)
  assert.deepEqual(
    after.files.map((f) => f.number),
    [8, 7, 6, 5, 4, 3, 2, 1],
  )
})

test('the report is handed out as JSON and as a PDF of the same content, now and as it was fixed', async () => {
  const id = await opened({ facilityCode: '99907' })
  const own = everySituation().map((r) => ({
    ...r,
    facilityCode: '99907',
  }))
  await send(id, own)
  assert.equal((await ask('GET', `/api/sandbox/${id}/report?which=fixed`)).status, 409)
  await move(id, 'ready')
  const fixed = await ask<{ score: { total: number } }>('GET', `/api/sandbox/${id}/report?which=fixed`)
  assert.equal(fixed.body.score.total, 100)
  const pdf = () => app.inject({ method: 'GET', url: `/api/sandbox/${id}/report.pdf?which=fixed` })
  const [one, two] = [await pdf(), await pdf()]
  assert.equal(one.headers['content-type'], 'application/pdf')
  assert.ok(one.rawPayload.equals(two.rawPayload))
})

test('past its time a sandbox is forgotten whole; what a facility lives with stays', async () => {
  const list = async () => (await ask<SandboxList>('GET', '/api/sandbox')).body.items
  const live = (await list()).filter((s) => ['live', 'suspended'].includes(s.state)).length
  const others = (await list()).length - live
  assert.ok(live >= 2 && others >= 3)
  assert.equal(await forgetExpired({ db: t.db, clock }), 0)
  clock.advance(31 * 86_400_000)
  assert.equal(await forgetExpired({ db: t.db, clock }), others)
  assert.equal((await list()).length, live)
  const { orphans } = await t.db.one<{ orphans: number }>(sql`
    select (select count(*) from sandbox.file f where not exists
      (select from sandbox.sandbox s where s.sandbox_id = f.sandbox_id))::int as orphans`)
  assert.equal(orphans, 0)
})
