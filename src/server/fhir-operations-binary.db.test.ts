/** Papers and pictures as they are: bytes into Binary and out of it again, on the real store. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Binary, Bundle, OperationOutcome } from 'fhir/r4'
import { aServer, type TestServer } from './testing.ts'

let server: TestServer
before(async () => {
  server = await aServer()
})
after(() => server.stop())

interface Told {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Buffer
  json<T = Binary>(): T
}

/** By node's own client: `fetch` adds an Accept of its own. */
function ask(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body?: string | Uint8Array,
): Promise<Told> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${server.address}/fhir/R4/${path}`, { method, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks)
        resolve({
          ...{ status: answer.statusCode!, headers: answer.headers as Record<string, string>, bytes },
          json: () => JSON.parse(bytes.toString()),
        })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
const send = (method: string, path: string, type: string | null, body: string | Uint8Array, more = {}) =>
  ask(path, { ...(type === null ? {} : { 'content-type': type }), ...more }, method, body)
const asFhir = { accept: 'application/fhir+json' }
const codeOf = (told: Told) => told.json<OperationOutcome>().issue[0]!.details!.coding![0]!.code

const picture = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xfe]), randomBytes(10_000)])

test('a picture is sent as it is, kept with its versions, and read as it was', async () => {
  const made = await send('POST', 'Binary', 'image/png', picture, { 'x-security-context': 'Patient/an' })
  assert.equal(made.status, 201, made.bytes.toString())
  const { id } = made.json()
  assert.match(made.headers.location!, new RegExp(`/Binary/${id}/_history/1$`))
  const resource = (await ask(`Binary/${id}`, asFhir)).json()
  assert.deepEqual(
    [resource.contentType, resource.securityContext, resource.data],
    ['image/png', { reference: 'Patient/an' }, picture.toString('base64')],
  )
  for (const accept of ['image/png', 'image/*', '*/*', 'application/pdf', 'text/html, */*;q=0.8', null]) {
    const told = await ask(`Binary/${id}`, accept === null ? {} : { accept })
    assert.deepEqual([told.status, told.headers['content-type']], [200, 'image/png'], `${accept}`)
    assert.ok(told.bytes.equals(picture))
    assert.deepEqual([told.headers.etag, told.headers['x-security-context']], ['W/"1"', 'Patient/an'])
    assert.ok(Date.parse(told.headers['last-modified']!))
  }
  const head = await ask(`Binary/${id}`, { accept: 'image/png' }, 'HEAD')
  assert.deepEqual(
    [head.status, head.headers['content-length'], head.bytes.length],
    [200, String(picture.length), 0],
  )

  const other = picture.subarray(0, 5_000)
  const late = await send('PUT', `Binary/${id}`, 'image/png', other, { 'if-match': 'W/"9"' })
  assert.equal(late.status, 412)
  const changed = await send('PUT', `Binary/${id}`, 'image/png', other, { 'if-match': 'W/"1"' })
  assert.deepEqual([changed.status, changed.headers.etag], [200, 'W/"2"'])
  assert.ok((await ask(`Binary/${id}`)).bytes.equals(other))
  assert.ok((await ask(`Binary/${id}/_history/1`, { accept: 'image/png' })).bytes.equals(picture))
  assert.equal((await ask(`Binary/${id}`, { accept: 'image/png', 'if-none-match': 'W/"2"' })).status, 304)
  assert.equal((await ask(`Binary/${id}`, {}, 'DELETE')).status, 204)
  assert.equal((await ask(`Binary/${id}`, { accept: 'image/png' })).status, 410)
})

test('whoever asks for FHIR gets the resource; JSON and XML mean the content when it is that', async () => {
  const put = (id: string, type: string, body: string) => send('PUT', `Binary/${id}`, type, body)
  assert.equal((await put('note', 'text/plain; charset=utf-8', 'Khám lại')).status, 201)
  assert.equal((await put('json', 'application/json', '{"a": 1}')).status, 201)
  assert.equal((await put('cda', 'text/xml', '<ClinicalDocument xmlns="urn:hl7-org:v3"/>')).status, 201)
  const typeOf = async (path: string, accept?: string) => {
    const told = await ask(path, accept === undefined ? {} : { accept })
    return told.status === 200 ? told.headers['content-type']!.split(';')[0] : told.status
  }
  const fhir = 'application/fhir+json'
  assert.equal(await typeOf('Binary/note', fhir), fhir)
  assert.equal(await typeOf('Binary/note', 'application/fhir+json, */*; q=0.1'), fhir)
  assert.equal(await typeOf('Binary/note', 'application/fhir+xml'), 'application/fhir+xml')
  assert.equal(await typeOf('Binary/note', 'application/json'), fhir)
  assert.equal(await typeOf('Binary/note', 'text/plain'), 'text/plain')
  assert.equal(await typeOf('Binary/note?_format=json', 'text/plain'), fhir)
  assert.equal(await typeOf('Binary/note?_summary=true'), fhir)
  assert.equal(await typeOf('Binary/note?_format=pdf'), 406)
  assert.equal(await typeOf('Binary/note', 'text/plain;q=0'), 406)
  assert.equal(await typeOf('Binary/json', 'application/json'), 'application/json')
  assert.equal((await ask('Binary/json')).bytes.toString(), '{"a": 1}', 'every space of it')
  assert.equal(await typeOf('Binary/cda', 'text/xml'), 'text/xml')
  assert.equal(await typeOf('Binary/none', 'image/png'), 404)
  assert.equal(await typeOf('Patient/none', 'image/png'), 406)
  const found = (await ask('Binary?_id=note')).json<Bundle>()
  assert.equal((found.entry![0]!.resource as Binary).contentType, 'text/plain; charset=utf-8')
})

test('a Binary that comes as FHIR is the resource it says; any other resource is content', async () => {
  const data = Buffer.from('hi').toString('base64')
  const resource = { resourceType: 'Binary', contentType: 'text/plain', data }
  const made = await send('POST', 'Binary', 'application/fhir+json', JSON.stringify(resource))
  assert.deepEqual([made.status, made.json().contentType], [201, 'text/plain'])
  const xml = `<Binary xmlns="http://hl7.org/fhir"><contentType value="text/plain"/><data value="${data}"/></Binary>`
  const inXml = await send('POST', 'Binary', 'application/fhir+xml', xml)
  assert.deepEqual([inXml.status, inXml.json().data], [201, data])
  const patient = '{ "resourceType": "Patient" }'
  const kept = await send('POST', 'Binary', 'application/fhir+json', patient)
  assert.equal(kept.json().contentType, 'application/fhir+json')
  const whole = await ask(`Binary/${kept.json().id}`)
  assert.deepEqual(
    [whole.bytes.toString(), whole.headers['content-type']],
    [patient, 'application/fhir+json'],
  )
  const inBatch = await send(
    'POST',
    '',
    'application/fhir+json',
    JSON.stringify({
      resourceType: 'Bundle',
      type: 'batch',
      entry: [{ request: { method: 'GET', url: `Binary/${made.json().id}` } }],
    }),
  )
  assert.equal(inBatch.json<Bundle>().entry![0]!.resource!.resourceType, 'Binary')
})

test('nothing, no type, packed, and under a condition', async () => {
  const nameless = await send('POST', 'Binary', null, picture)
  assert.equal(nameless.json().contentType, 'application/octet-stream')
  const packed = await send('POST', 'Binary', 'text/csv', gzipSync('a,b'), { 'content-encoding': 'gzip' })
  assert.equal((await ask(`Binary/${packed.json().id}`)).bytes.toString(), 'a,b')
  const empty = await send(
    'PUT',
    'Binary/leer',
    'application/fhir+json',
    '{"resourceType":"Binary","id":"leer","contentType":"text/plain"}',
  )
  assert.equal(empty.status, 201)
  const told = await ask('Binary/leer', { accept: 'text/plain' })
  assert.deepEqual([told.status, told.bytes.length], [200, 0])
  assert.equal(codeOf(await send('POST', 'Binary', 'image/png', '')), 'FHIR_NO_BODY')
  const quiet = await send('POST', 'Binary', 'image/png', picture, { prefer: 'return=minimal' })
  assert.deepEqual([quiet.status, quiet.bytes.length], [201, 0])
})

test('bad input is told in FHIR: broken resources, headers that are none, too much', async () => {
  const refused = async (told: Promise<Told>, status: number, code: string) =>
    assert.deepEqual([(await told).status, codeOf(await told)], [status, code])
  for (const type of ['image', 'image/png\u0080', 'a b/c', '/', `${'x'.repeat(300)}/y`, 'text/html\tx'])
    await refused(send('POST', 'Binary', type, 'x'), 415, 'FHIR_MEDIA_TYPE')
  for (const context of ['a b', 'Patient/1, Patient/2', `Patient/${'x'.repeat(3_000)}`])
    await refused(
      send('POST', 'Binary', 'text/plain', 'x', { 'x-security-context': context }),
      400,
      'FHIR_HEADER',
    )
  assert.equal(
    (await send('POST', 'Binary', 'application/fhir+json', '{"resourceType":"Binary"')).status,
    400,
  )
  assert.equal(
    (await send('POST', 'Binary', 'application/fhir+json', '{"resourceType":"Binary"}')).status,
    422,
  )
  assert.equal(
    (
      await send(
        'PUT',
        'Binary/a',
        'application/json',
        '{"resourceType":"Binary","id":"b","contentType":"a/b"}',
      )
    ).status,
    400,
  )
  await refused(send('POST', 'Patient', 'image/png', picture), 415, 'FHIR_MEDIA_TYPE')
  await refused(send('PATCH', 'Binary/note', 'image/png', picture), 415, 'FHIR_MEDIA_TYPE')
  const length = { 'content-length': String(65 * 1_048_576) }
  await refused(
    send('POST', 'Binary', 'image/png', Buffer.alloc(65 * 1_048_576), length),
    413,
    'FHIR_TOO_LARGE',
  )
})

test('a page that a stranger wrote is shut in: it runs nowhere', async () => {
  const page = await send('POST', 'Binary', 'text/html', '<script>alert(1)</script>')
  const { headers } = await ask(`Binary/${page.json().id}`, { accept: 'text/html' })
  assert.match(headers['content-security-policy']!, /sandbox/)
  assert.equal(headers['x-content-type-options'], 'nosniff')
})

test('twenty megabytes go in and come out', async () => {
  const film = randomBytes(20 * 1_048_576)
  const made = await send('POST', 'Binary', 'video/mp4', film, { prefer: 'return=minimal' })
  assert.equal(made.status, 201, made.bytes.toString().slice(0, 300))
  const [, id] = /Binary\/([^/]+)\//.exec(made.headers.location!)!
  assert.ok((await ask(`Binary/${id}`, { accept: 'video/mp4' })).bytes.equals(film))
})
