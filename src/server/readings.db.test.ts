/**
 * Two hospitals' records are one human's by the evidence, the page is read through every door, the records part: those who read are
 * listed for correction, over the true server. Messages go by MLLP (client: @medplum/hl7 4.5.2).
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Hl7Message } from '@medplum/core'
import { Hl7Client } from '@medplum/hl7'
import { parse } from 'csv-parse/sync'
import type { OperationOutcome, Person } from 'fhir/r4'
import { systemClock } from '#foundation/clock'
import { sql } from '#foundation/db'
import { createEvents } from '#foundation/events'
import type { Result } from '#foundation/result'
import { freePort } from '#foundation/testkit'
import { type IdentityIndex, openIdentityIndex } from '#record/identity'
import { type Acted, type LinkContext, split, undo } from '#record/identity/links'
import type { ReadCorrection, ReadCorrectionCount, ReadCorrections } from '#services/read-corrections'
import type { PersonHits } from '#services/summary'
import { announceLinks } from './announce-links.ts'
import { eventSubscriptions } from './event-subscriptions.ts'
import { aServer, type TestServer } from './testing.ts'

let server: TestServer
let mllp: Hl7Client
let index: IdentityIndex
before(async () => {
  const port = await freePort()
  server = await aServer({ MACH_MLLP_PORT: String(port) })
  mllp = new Hl7Client({ host: '127.0.0.1', port })
  const events = createEvents({ db: server.db, subscriptions: eventSubscriptions })
  index = openIdentityIndex({ db: server.db, clock: systemClock, announce: announceLinks(events) })
})
after(async () => {
  await mllp.close()
  await server.stop()
})

const say = async (...segments: readonly string[]) => mllp.sendAndWait(Hl7Message.parse(segments.join('\r')))

let sent = 100
async function come(facility: string, local: string, name: string, citizen: string) {
  sent += 1
  const answer = await say(
    `MSH|^~\\&|HIS|${facility}|MACH|SYT|20260903073${sent}+0700||ADT^A04^ADT_A01|D${sent}|P|2.5.1|||||||UNICODE UTF-8`,
    'EVN|A04|20260903073000+0700',
    `PID|1||${local}^^^${facility}^MR~${citizen}^^^CCCD^NI||${name}^^^^^L||19900315|F`,
    `PV1|1|O|KKB^^^${facility}||||||||||||||||V-${sent}|||||||||||||||||||||||||20260903073000+0700`,
  )
  assert.equal(answer.getSegment('MSA')?.getComponent(1, 1), 'AA')
}
const pix = async (number: string, facility: string, target: string) => {
  sent += 1
  const answer = await say(
    `MSH|^~\\&|HIS|${facility}|MACH|SYT|20260904080000||QBP^Q23^QBP_Q21|Q${sent}|P|2.5|||||||UNICODE UTF-8`,
    `QPD|IHE PIX Query|t|${number}^^^${facility}|^^^${target}`,
    'RCP|I',
  )
  return answer.toString()
}

/** Two hospitals' records of one name, day and number; the person's id and the two records. */
async function joined(name: string, citizen: string, [left, right]: readonly [string, string]) {
  await come('99901', left, name, citizen)
  await come('99902', right, name, citizen)
  await server.settled()
  const { body } = await server.get<PersonHits>(`/api/persons?q=${citizen}`)
  const person = body.items[0]!
  assert.deepEqual([body.items.length, person.facilityCount], [1, 2])
  const patients = await index.reader.patientsOf(person.personId)
  return { personId: person.personId, patients: patients.map(({ patientId }) => patientId) }
}
const acted = async (act: (links: LinkContext) => Promise<Result<Acted>>) => {
  const done = await index.under(act)
  assert.ok(done.ok)
  return done.value
}
const author = { by: 'Lan', why: 'hai người khác nhau' }
const parted = (patientId: string) =>
  acted((links) =>
    server.db.transaction((tx) => split(tx, { ...author, patients: [patientId] }, links, new Date())),
  )
const takenBack = ({ eventId }: Acted) =>
  acted((links) => server.db.transaction((tx) => undo(tx, { ...author, eventId }, links, new Date())))

/** Until every change of links has been looked at. */
async function looked() {
  const end = Date.now() + 20_000
  const waiting = () =>
    server.db.one<{ n: number }>(sql`select count(*)::int as n from events.job where queue = 'readings'`)
  while ((await waiting()).n > 0 && Date.now() < end) await sleep(20)
}
const base = '/api/identity/corrections'
const listed = async (of: { readonly patients: readonly string[] }, state?: string) => {
  await looked()
  const { body } = await server.get<ReadCorrections>(`${base}?limit=200${state ? `&state=${state}` : ''}`)
  const isOf = ({ persons }: ReadCorrection) =>
    persons.some(({ records }) => records.some(({ patientId }) => of.patients.includes(patientId)))
  return body.items.filter(isOf)
}
const mark = async (correctionId: string, body: unknown) => {
  const answer = await fetch(`${server.address}${base}/${correctionId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as ReadCorrection & { code?: string } }
}
const page = (personId: string, headers: Record<string, string> = {}) =>
  server.get<{ code?: string; message?: string }>(`/api/persons/${personId}/record`, headers)

test('two hospitals’ records are split: everybody who read them as one is listed, through whichever door', async () => {
  const thu = await joined('NGUYỄN^THỊ THỬ', '079190999001', ['BN1', 'X1'])
  await page(thu.personId, { 'x-mach-clerk': encodeURIComponent('Bs. Trần Mẫu') })
  await server.get(`/api/persons/${thu.personId}/why-one`)
  await server.get<Person>(`/fhir/R4/Person/${thu.personId}`)
  assert.match(await pix('BN1', '99901', '99902'), /X1/)
  assert.deepEqual(await listed(thu), [])
  await parted(thu.patients[1]!)
  const found = await listed(thu, 'open')
  assert.deepEqual(
    found.map(({ reading }) => [reading.asked, reading.door.split(' ')[0], reading.facility]).sort(),
    [
      ['cross-references', 'mllp', '99901'],
      ['person', 'fhir', null],
      ['record', 'screen', null],
      ['why-one', 'screen', null],
    ],
  )
  const seen = found.find(({ reading }) => reading.asked === 'record')!
  assert.equal(seen.reading.actorName, 'Bs. Trần Mẫu')
  assert.deepEqual(
    seen.persons
      .map(({ records }) => records.map(({ facility, localId }) => `${facility} ${localId}`))
      .sort(),
    [['99901 BN1'], ['99902 X1']],
  )
  const { body } = await server.get<ReadCorrectionCount>(`${base}/count`)
  assert.equal(body.open, 4)
  const { text, headers } = await server.get(`${base}.csv?state=open`)
  assert.match(headers.get('content-disposition')!, /da-xem-khi-con-noi-nham\.csv/)
  const rows: Record<string, string>[] = parse(text, { bom: true, columns: true })
  assert.equal(rows.length, 4)
  assert.ok(
    rows.some((row) => row['Hồ sơ đã xem chung'] === '99901 BN1 | 99902 X1' && row['Người xem'] !== ''),
  )
  assert.doesNotMatch(text, /Nguyễn|079190999001|1990/i)
})

test('what is read after the split is not listed, and the split told twice lists once', async () => {
  const lan = await joined('TRẦN^THỊ LẦN', '079190999002', ['BN2', 'X2'])
  await page(lan.personId)
  const { eventId } = await parted(lan.patients[1]!)
  for (const patientId of lan.patients) await page((await index.reader.personOf(patientId))!)
  const again = { eventId, at: new Date().toISOString(), personIds: [], patientIds: [lan.patients[1]] }
  const events = createEvents({ db: server.db, subscriptions: eventSubscriptions })
  await server.db.transaction((tx) =>
    events.announce(tx, [{ name: 'identity.person-unlinked', version: 1, payload: again }]),
  )
  assert.deepEqual(
    (await listed(lan)).map(({ state, eventId: by }) => [state, by]),
    [['open', eventId]],
  )
})

test('a split that is taken back closes what it opened; what was told stays told', async () => {
  const hai = await joined('LÊ^VĂN HAI', '079190999003', ['BN3', 'X3'])
  await page(hai.personId)
  await page(hai.personId)
  const event = await parted(hai.patients[1]!)
  const [first] = await listed(hai, 'open')
  const told = await mark(first!.correctionId, {
    state: 'told',
    by: ' Trần  Lan ',
    note: 'đã gọi\u0000 điện',
  })
  assert.deepEqual([told.status, told.body.said!.by, told.body.said!.note], [200, 'Trần Lan', 'đã gọi  điện'])
  await takenBack(event)
  const all = await listed(hai)
  assert.deepEqual(all.map(({ state }) => state).sort(), ['no-need', 'told'])
  const closed = all.find(({ state }) => state === 'no-need')!
  assert.equal(closed.said!.by, null)
  assert.equal(
    (await mark(closed.correctionId, { state: 'open', by: 'Lan' })).body.code,
    'READINGS_ONE_AGAIN',
  )
  const anew = await mark(first!.correctionId, { state: 'open', by: 'Lan' })
  assert.deepEqual([anew.status, anew.body.code], [409, 'READINGS_ONE_AGAIN'])
})

test('a link that the evidence itself cuts lists its readers too: the second hospital corrects the number', async () => {
  const ba = await joined('PHẠM^THỊ BA', '079190999004', ['BN4', 'X4'])
  await page(ba.personId)
  await come('99902', 'X4', 'PHẠM^THỊ BA', '079190999005')
  await server.settled()
  const persons = await Promise.all(ba.patients.map((id) => index.reader.personOf(id)))
  assert.equal(new Set(persons).size, 2)
  assert.deepEqual(
    (await listed(ba)).map(({ state }) => state),
    ['open'],
  )
})

test('while the ledger is away nobody is shown, through no door, and why is said', async () => {
  const tu = await joined('ĐỖ^THỊ TƯ', '079190999006', ['BN6', 'X6'])
  await server.db.run(sql`alter table readings.reading rename to away`)
  try {
    const shown = await page(tu.personId)
    assert.deepEqual([shown.status, shown.body.code], [503, 'READINGS_NOT_KEPT'])
    assert.match(shown.body.message!, /chưa thể cho xem/)
    const why = await server.get(`/api/persons/${tu.personId}/why-one`)
    assert.equal(why.status, 503)
    const person = await server.get<OperationOutcome>(`/fhir/R4/Person/${tu.personId}`)
    assert.deepEqual([person.status, person.body.resourceType], [503, 'OperationOutcome'])
    assert.doesNotMatch(await pix('BN6', '99901', '99902'), /X6/)
  } finally {
    await server.db.run(sql`alter table readings.away rename to reading`)
  }
  assert.equal((await page(tu.personId)).status, 200)
})

test('bad questions are refused, and nothing is listed twice from page to page', async () => {
  for (const query of ['limit=0', 'limit=201', 'state=x', "after='", 'after=x'])
    assert.equal((await server.get(`${base}?${query}`)).status, 400, query)
  assert.equal((await mark('x', { state: 'told', by: 'Lan' })).status, 404)
  const id = '01980000-0000-8000-8000-000000000000'
  assert.equal((await mark(id, { state: 'told', by: 'Lan' })).status, 404)
  for (const body of [null, {}, { state: 'told' }, { state: 'told', by: '<b>' }, { state: 'x', by: 'Lan' }])
    assert.equal((await mark(id, body)).status, 400)
  const all = (await server.get<ReadCorrections>(`${base}?limit=200`)).body.items
  const paged: ReadCorrection[] = []
  for (let more = true; more; ) {
    const after = paged.at(-1)?.correctionId
    const { body } = await server.get<ReadCorrections>(`${base}?limit=2${after ? `&after=${after}` : ''}`)
    paged.push(...body.items)
    more = body.more
  }
  assert.deepEqual(paged, all)
})
