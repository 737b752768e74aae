/** The review desk of the running server: what comes by the intake is asked, answered by two, seen on the person's page, taken back. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { systemClock } from '#foundation/clock'
import { type LinkContext, openLinkContext, reevaluate } from '#record/identity/links'
import { openVietnameseModel, shippedSettings, writeSettings } from '#record/identity/model'
import type { PersonHits, PersonRecord, PersonWhyOne } from '#services/summary'
import { aServer, type TestServer } from './testing.ts'

let server: TestServer
before(async () => {
  server = await aServer()
  await send('PUT', '/intake/facilities/99901', { name: 'Bệnh viện đa khoa Mẫu 1', vendor: null })
})
after(() => server.stop())

async function send<T = Said>(method: string, path: string, body: object, clerk?: string) {
  const answer = await fetch(server.address + path, {
    method,
    headers: {
      'content-type': path.startsWith('/fhir') ? 'application/fhir+json' : 'application/json',
      ...(clerk ? { 'x-mach-clerk': encodeURIComponent(clerk) } : {}),
    },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  return { status: answer.status, text, body: (text ? JSON.parse(text) : null) as T }
}
interface Said {
  readonly code?: string
  readonly state?: string
}
interface Taken {
  readonly item: {
    readonly itemId: string
    readonly seen: string
    readonly risks: readonly string[]
    readonly left: Side
    readonly right: Side
  } | null
}
interface Side {
  readonly personId: string
  readonly records: readonly { readonly facilityName: string | null }[]
}

let messages = 0
/** A visit of somebody whose name and birth date are all that is said. */
async function come(facility: string, name: string) {
  messages += 1
  const segments = [
    `MSH|^~\\&|HIS|${facility}|MACH|SYT|20260903073000+0700||ADT^A04^ADT_A01|R${messages}|P|2.5.1|||||||UNICODE UTF-8`,
    'EVN|A04|20260903073000+0700',
    `PID|1||BN${messages}^^^${facility}^MR||${name}^^^^^L||19900317|F`,
    `PV1|1|O|KKB^^^${facility}||||||||||||||||V${messages}|||||||||||||||||||||||||20260903073000+0700`,
  ]
  await server.post(segments.join('\r'), `${messages}.hl7`)
  await server.settled()
}

const review = '/api/identity/review'
const next = async (clerk: string, asked: object = {}) =>
  (await send<Taken>('POST', `${review}/next`, asked, clerk)).body.item!
const says = (clerk: string, item: { readonly itemId: string; readonly seen: string }, answer: string) =>
  send(
    'POST',
    `${review}/items/${item.itemId}/answer`,
    { answer, seen: item.seen, why: 'Đã gọi điện hỏi' },
    clerk,
  )
const found = async (name: string) =>
  (await server.get<PersonHits>(`/api/persons?q=${encodeURIComponent(name)}`)).body.items
const recordOf = async (personId: string) =>
  (await server.get<PersonRecord>(`/api/persons/${personId}/record`)).body.person
const whyOf = async (personId: string) =>
  (await server.get<PersonWhyOne>(`/api/persons/${personId}/why-one`)).body

test('two who may be one are asked of a clerk, by the names of their facilities', async () => {
  await come('99901', 'KHUẤT^KHIẾU NGOẠN')
  await come('99902', 'KHUẤT^KHIẾU NGOẠN')
  assert.equal((await found('khuat khieu ngoan')).length, 2)
  const item = await next('Trần Thị Lan')
  assert.deepEqual(item.risks, [])
  assert.deepEqual(
    [item.left, item.right].flatMap(({ records }) => records.map(({ facilityName }) => facilityName)).sort(),
    ['Bệnh viện đa khoa Mẫu 1', null],
  )
  const [person] = await found('khuat khieu ngoan')
  assert.equal((await recordOf(person!.personId)).reviews.length, 1, 'the page says that it is asked')
})

test('where one of them has a record under a label two must read; neither is told what it is', async () => {
  const item = await next('Trần Thị Lan')
  const [patient] = (await recordOf(item.left.personId)).patients
  const labelled = await send('POST', '/fhir/R4/Condition', {
    resourceType: 'Condition',
    meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    },
    code: { text: 'Bệnh cần giữ kín' },
    subject: { reference: patient!.ref },
  })
  assert.equal(labelled.status, 201, labelled.text)
  const taken = await send<Taken>('POST', `${review}/items/${item.itemId}/take`, {}, 'Trần Thị Lan')
  assert.deepEqual(taken.body.item!.risks, ['sensitive'])
  assert.doesNotMatch(taken.text, /giữ kín/)
  assert.equal((await says('Trần Thị Lan', taken.body.item!, 'same')).body.state, 'waits-second')
  assert.equal((await found('khuat khieu ngoan')).length, 2)
  const second = await next('Lê Văn Minh', { state: 'second' })
  assert.equal((await says('Lê Văn Minh', second, 'same')).body.state, 'applied')
  const [person, other] = await found('khuat khieu ngoan')
  assert.equal(other, undefined)
  const { patients } = await recordOf(person!.personId)
  assert.ok(patients.some(({ joinedBy }) => joinedBy === 'decided'))
  const why = await whyOf(person!.personId)
  assert.deepEqual(
    why.others.map(({ decided }) => [decided?.by, decided?.why]),
    [['Lê Văn Minh', 'Đã gọi điện hỏi']],
  )
  assert.ok(why.others[0]!.lines.some(({ sentence }) => sentence.startsWith('Họ tên trùng hoàn toàn')))
})

test('taken back, they are two again, and asked again', async () => {
  const undone = await send('POST', `${review}/undo`, {}, 'Lê Văn Minh')
  assert.equal(undone.status, 200, undone.text)
  assert.equal((await found('khuat khieu ngoan')).length, 2)
  assert.ok(await next('Vũ An'))
  await send('POST', `${review}/leave`, {}, 'Vũ An')
})

test('another model comes into force while the desk is open: the answer is written under that one', async () => {
  await come('99901', 'NGỤY^THUỞ KHUÝCH')
  await come('99902', 'NGỤY^THUỞ KHUÝCH')
  const skip = [(await next('Đỗ Bình')).itemId]
  const item = await next('Đỗ Bình', { skip })
  const settings = { ...shippedSettings(), persons: 900_000 }
  const links = await openLinkContext(server.db, openVietnameseModel(settings), {
    ...{ now: systemClock.now(), settings: writeSettings(settings) },
  })
  const options = { by: 'quản trị', why: 'thử', batch: 50, now: () => systemClock.now() }
  const done = await reevaluate(server.db, links as LinkContext, options)
  assert.ok(done.ok && done.value.isDone)
  const said = await says('Đỗ Bình', item, 'different')
  assert.deepEqual([said.status, said.body.state], [200, 'applied'], said.text)
  await come('99903', 'NGỤY^THUỞ KHUÝCH')
  assert.equal((await found('nguy thuo khuych')).length, 3, 'and the road goes on under it too')
})

test('a record whose Patient is under a label is not told of when it is asked why one is one', async () => {
  const numbered = async (facility: string) => {
    const { address } = server
    messages += 1
    await fetch(`${address}/intake/files`, {
      method: 'POST',
      body: [
        `MSH|^~\\&|HIS|${facility}|MACH|SYT|20260903073000+0700||ADT^A04^ADT_A01|R${messages}|P|2.5.1|||||||UNICODE UTF-8`,
        'EVN|A04|20260903073000+0700',
        `PID|1||L${messages}^^^${facility}^MR~079190999077^^^CCCD^NI||TRẦN^KHIẾU MẪU^^^^L||19900317|F`,
        `PV1|1|O|KKB^^^${facility}||||||||||||||||V${messages}|||||||||||||||||||||||||20260903073000+0700`,
      ].join('\r'),
    })
    await server.settled()
  }
  for (const facility of ['99901', '99902', '99903']) await numbered(facility)
  const [person] = await found('079190999077')
  const { patients } = await recordOf(person!.personId)
  assert.equal((await whyOf(person!.personId)).others.length, 2)
  const hidden = patients.find(({ facilityCode }) => facilityCode === '99902')!
  const { body: stored } = await server.get<{ meta: object }>(`/fhir/R4/${hidden.ref}`)
  const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'V' }]
  const put = await send('PUT', `/fhir/R4/${hidden.ref}`, { ...stored, meta: { security } })
  assert.equal(put.status, 200, put.text)
  const why = await whyOf(person!.personId)
  assert.deepEqual([why.others.length, JSON.stringify(why).includes(hidden.ref)], [1, false])
})
