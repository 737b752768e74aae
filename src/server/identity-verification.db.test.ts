/** A record comes in, its number is verified at the (simulated) population database, and everybody who looks can see it. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from '#foundation/db'
import { type PopulationSimulator, startPopulationSimulator } from '#record/identity/verification'
import type { PersonHits, PersonRecord } from '#services/summary'
import { aServer, type TestServer } from './testing.ts'

let simulator: PopulationSimulator
let server: TestServer
before(async () => {
  simulator = await startPopulationSimulator({
    people: [
      {
        citizenNumber: '079190999001',
        fullName: 'NGUYỄN THỊ THỬ NGHIỆM',
        birthDate: '1990-03-15',
        sex: 'female',
      },
    ],
    clients: { mach: 'gia-lap' },
  })
  server = await aServer({
    MACH_POPULATION_URL: simulator.address,
    MACH_POPULATION_KEY: 'ab'.repeat(32),
    MACH_POPULATION_CLIENT_ID: 'mach',
    MACH_POPULATION_CLIENT_SECRET: 'gia-lap',
  })
  await server.takeSamples('01', '02')
})
after(async () => {
  await server.stop()
  await simulator.stop()
})

const nurse = { 'x-mach-clerk': encodeURIComponent('Trần Thị Lan'), 'x-mach-facility': '99901' }

async function personOf(of: TestServer, number: string) {
  const { body } = await of.get<PersonHits>(`/api/persons?q=${number}`)
  return (await of.get<PersonRecord>(`/api/persons/${body.items[0]!.personId}/record`)).body.person
}
const recordOf = async (of: TestServer, number: string) =>
  (await personOf(of, number)).patients[0]!.ref.replace('Patient/', '')

async function ask(of: TestServer, path: string, body: object, headers: Record<string, string> = nurse) {
  const answer = await fetch(`${of.address}/api/identity/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Said }
}
interface Said {
  readonly code?: string
  readonly message?: string
  readonly verification?: { readonly outcome: string; readonly message: string }
}

async function levelBecomes(level: string, number = '079190999001') {
  const now = async () => (await personOf(server, number)).numbers.find(({ kind }) => kind === 'citizen-id')
  for (let n = 0; n < 3_000 && (await now())?.level !== level; n += 1) await sleep(20)
  const found = (await now())!
  assert.equal(found.level, level)
  return found
}

test('a nurse verifies a record; its number’s level rises in the index, on the person’s page and in FHIR', async () => {
  const before = await levelBecomes('declared')
  assert.deepEqual([before.status, before.masked, before.mentions], ['active', '•••• •••• 9001', 1])
  const recordId = await recordOf(server, '079190999001')
  const asked = await ask(server, `records/${recordId}/verifications`, { reason: 'admission' })
  assert.deepEqual([asked.status, asked.body.verification?.outcome], [200, 'confirmed'])
  await levelBecomes('population-verified')
  const { personId } = await personOf(server, '079190999001')
  const person = await server.get<{ link: { assurance: string }[] }>(`/fhir/R4/Person/${personId}`)
  assert.deepEqual(
    person.body.link.map(({ assurance }) => assurance),
    ['level4'],
  )
  const rows = await waitingLevels()
  assert.equal(rows.length, 1, 'and it is looked at again when the proof ends')
  assert.ok(rows[0]!.run_at.getTime() > Date.now() + 364 * 86_400_000)

  // The same human again, at the same facility, as typed: what was proved stays proved.
  await server.takeSamples('01', '05')
  await levelBecomes('population-verified')
})

test('a card that was held counts less, and what the database denies less than that', async () => {
  const recordId = await recordOf(server, '001085999002')
  const clerk = { ...nurse, 'x-mach-facility': '99902' }
  await ask(server, `records/${recordId}/documents`, { reason: 'admission' }, clerk)
  await levelBecomes('document-seen', '001085999002')
  const asked = await ask(server, `records/${recordId}/verifications`, { reason: 'review' }, clerk)
  assert.equal(asked.body.verification?.outcome, 'not-found')
  await sleep(300)
  await levelBecomes('document-seen', '001085999002')
})

test('what another facility asked is not shared by way of the index', async () => {
  await server.takeSamples('03')
  const number = '048195999003'
  const recordId = await recordOf(server, number)
  const elsewhere = { ...nurse, 'x-mach-facility': '99909' }
  const noted = await ask(server, `records/${recordId}/documents`, { reason: 'review' }, elsewhere)
  assert.equal(noted.status, 201)
  await sleep(300)
  await levelBecomes('declared', number)
})

test('who does not say who and where asks nothing', async () => {
  const recordId = await recordOf(server, '079190999001')
  const strangers: readonly Record<string, string>[] = [
    {},
    { 'x-mach-clerk': 'Lan' },
    { ...nurse, 'x-mach-facility': '1' },
  ]
  for (const headers of strangers) {
    const asked = await ask(server, `records/${recordId}/verifications`, { reason: 'admission' }, headers)
    assert.deepEqual([asked.status, asked.body.code], [403, 'VERIFICATION_ASKER_UNKNOWN'])
  }
})

test('an installation without a gateway says so at every question, in Vietnamese, and asks nobody', async (t) => {
  const plain = await aServer()
  t.after(() => plain.stop())
  await plain.takeSamples('01')
  const recordId = await recordOf(plain, '079190999001')
  for (const path of ['verifications', 'documents']) {
    const asked = await ask(plain, `records/${recordId}/${path}`, { reason: 'admission' })
    assert.deepEqual([asked.status, asked.body.code], [503, 'VERIFICATION_NOT_CONFIGURED'])
    assert.match(asked.body.message!, /Chưa cấu hình kết nối xác thực dân cư/)
  }
  for (const path of [`records/${recordId}/verifications`, 'verification-queue']) {
    const { status, body } = await plain.get<{ notice: string }>(`/api/identity/${path}`, nurse)
    assert.equal(status, 200)
    assert.match(body.notice, /Chưa cấu hình kết nối xác thực dân cư/)
  }
})

const waitingLevels = () =>
  server.db.many<{ run_at: Date }>(sql`select run_at from events.job where queue = 'identity-levels'`)
