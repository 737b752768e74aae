import assert from 'node:assert/strict'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { aFile, anIntake, aZip, type Intake } from './testing.ts'

let intake: Intake
let app: FastifyInstance
let url: string
before(async () => {
  intake = await anIntake({ maxBytes: 3_000_000 })
  app = await intake.http()
  await app.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
})
beforeEach(() => intake.empty())
after(async () => {
  await app.close()
  await intake.close()
})

const badDate = { NGAY_VAO: '20251399' }
const post = async (body: Uint8Array | string, { query = '', type = 'application/xml' } = {}) => {
  const answer = await fetch(`${url}/intake/bhyt-xml${query}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  })
  return { status: answer.status, body: (await answer.json()) as Answer }
}
interface Answer {
  readonly receiptId: string
  readonly files: { readonly status: string }[]
  readonly problems: { readonly code: string; readonly severity: string; readonly message: string }[]
}
const get = async (path: string) => {
  const answer = await fetch(url + path)
  return { status: answer.status, body: (await answer.json()) as Record<string, never> & Answer }
}

test('202 with a receipt when something goes on, 422 with a receipt when nothing does', async () => {
  const good = await post(aFile({}, badDate))
  assert.deepEqual([good.status, good.body.files.map((f) => f.status)], [202, ['accepted', 'set-aside']])
  const bad = await post(aFile({ MA_LK: 'B', ...badDate }))
  assert.deepEqual([bad.status, bad.body.files.map((f) => f.status)], [422, ['set-aside']])
  for (const { body } of [good, bad])
    assert.equal((await get(`/intake/receipts/${body.receiptId}`)).status, 200)
})

test('the sender’s content type decides nothing: the first bytes do', async () => {
  for (const type of [
    'application/xml',
    'text/xml; charset=utf-16',
    'application/octet-stream',
    'application/json',
  ])
    assert.equal((await post(gzipSync(aFile({ MA_LK: type })), { type })).status, 202, type)
  assert.equal((await post(aZip({ 'a.xml': aFile({ MA_LK: 'Z' }) }), { type: 'text/xml' })).status, 202)
})

const refused: [string, () => Uint8Array | string, number, string, string?][] = [
  ['nothing', () => '', 400, 'INTAKE_EMPTY'],
  ['a truncated gzip', () => gzipSync(aFile({})).subarray(0, 100), 400, 'INTAKE_BAD_GZIP'],
  [
    'a zip of rubbish',
    () => Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(90, 9)]),
    400,
    'INTAKE_BAD_ZIP',
  ],
  ['a truncated file', () => aFile({}).slice(0, 300), 400, ''],
  ['no XML at all', () => 'xin chào', 400, ''],
  ['a file over the limit', () => Buffer.alloc(6_000_000, 32), 413, 'INTAKE_TOO_LARGE'],
  ['a bomb', () => gzipSync(Buffer.alloc(60_000_000, 32)), 413, 'INTAKE_TOO_LARGE'],
  [
    'another facility’s file',
    () => aFile({ MA_CSKCB: '99902' }),
    403,
    'INTAKE_FACILITY_NOT_YOURS',
    '?facility=99901',
  ],
]
for (const [what, body, status, code, query] of refused) {
  test(`${what}: ${status}, a sentence, nothing kept, and a line among the refusals`, async () => {
    const answer = await post(body(), { query: query ?? '' })
    assert.equal(answer.status, status)
    const [problem] = answer.body.problems
    assert.ok(problem!.severity === 'error' && /[ạ-ỹà-ý]/i.test(problem!.message), problem!.message)
    if (code) assert.equal(problem!.code, code)
    assert.equal(await intake.rows(), 0)
    const { items } = await intake.desk.refusals()
    assert.deepEqual(
      items.map((i) => i.code),
      [problem!.code],
    )
  })
}

test('a sender who never stops is told 413 while still sending, and the server goes on', async () => {
  const answered = await new Promise<number>((resolve, reject) => {
    const sending = request(
      `${url}/intake/bhyt-xml`,
      { method: 'POST', headers: { 'content-type': 'application/xml' } },
      (r) => {
        r.resume()
        resolve(r.statusCode!)
        sending.destroy()
      },
    )
    sending.on('error', reject)
    const more = () => {
      while (!sending.destroyed && sending.write(Buffer.alloc(65_536, 32)));
      if (!sending.destroyed) sending.once('drain', more)
    }
    more()
  })
  assert.equal(answered, 413)
  assert.equal((await post(aFile({}))).status, 202)
})

test('numbers and names that cannot be are refused, not surprises', async () => {
  const { body } = await post(aFile({}))
  for (const [path, status] of [
    ['/intake/receipts/abc', 404],
    ['/intake/receipts/01980000-0000-8000-8000-000000000000', 404],
    ['/intake/receipts/01980000-0000-8000-8000-000000000000/raw', 404],
    [`/intake/receipts/${body.receiptId}/raw?part=7`, 404],
    [`/intake/receipts/${body.receiptId}/files/2/source`, 404],
    [`/intake/receipts/${body.receiptId}/files/0/source`, 400],
    [`/intake/receipts/${body.receiptId}/files/99999999999/source`, 400],
    [`/intake/receipts/${body.receiptId}?offset=99999999999`, 400],
    ['/intake/receipts?limit=0', 400],
    ['/intake/receipts?status=khac', 400],
    ['/intake/volumes?days=0', 400],
  ] as const)
    assert.equal((await get(path)).status, status, path)
  for (const path of [
    `/intake/receipts/abc/files/1/replay`,
    `/intake/receipts/${body.receiptId}/files/9/replay`,
  ])
    assert.equal((await fetch(url + path, { method: 'POST' })).status, 404, path)
  assert.equal((await fetch(`${url}/intake/replay`, { method: 'POST', body: '{' })).status, 400)
})

test('the raw bytes come back as a download that no browser opens', async () => {
  const file = aFile({}, {})
  const { body } = await post(file)
  const answer = await fetch(`${url}/intake/receipts/${body.receiptId}/raw`)
  assert.equal(await answer.text(), file)
  assert.match(answer.headers.get('content-disposition')!, /^attachment/)
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
})

test('replay over HTTP, one record and all of a cause', async () => {
  const { body } = await post(aFile(badDate))
  const one = await fetch(`${url}/intake/receipts/${body.receiptId}/files/1/replay`, { method: 'POST' })
  assert.deepEqual(await one.json(), { tried: 1, accepted: 0, setAside: 1 })
  const many = await fetch(`${url}/intake/replay`, {
    method: 'POST',
    body: JSON.stringify({ code: 'NO_SUCH' }),
  })
  assert.deepEqual(await many.json(), { tried: 0, accepted: 0, setAside: 0 })
})

test('a facility gets its name and vendor, and the receipts show them', async () => {
  await post(aFile({}))
  const put = await fetch(`${url}/intake/facilities/99901`, {
    method: 'PUT',
    body: JSON.stringify({ name: ' Trạm y tế Mẫu ', vendor: '' }),
  })
  assert.deepEqual(await put.json(), { facilityCode: '99901', name: 'Trạm y tế Mẫu', vendor: null })
  assert.equal((await intake.desk.receipts({}, 1)).items[0]!.facilityName, 'Trạm y tế Mẫu')
  for (const code of ['1', '999012', "99';"])
    assert.equal(
      (
        await fetch(`${url}/intake/facilities/${encodeURIComponent(code)}`, {
          method: 'PUT',
          body: '{"name":"x"}',
        })
      ).status,
      400,
    )
})
