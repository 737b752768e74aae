/**
 * What strangers, broken programs and enemies send to a real server process: answered in FHIR, never with a failure of
 * ours, within seconds and within memory. The server is asked after each whether it is well.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Bundle, CapabilityStatement, OperationOutcome } from 'fhir/r4'
import { projectRoot } from '#foundation/project'
import { aKillableServer } from './killed-server.ts'

const server = aKillableServer()
let address: string
before(async () => {
  const build = pathToFileURL(join(projectRoot(), 'scripts/build.mjs')).href
  await ((await import(build)) as { buildIfStale(o: object): Promise<void> }).buildIfStale({ screens: false })
  address = await server.start()
})
after(() => server.stop())

interface Sent {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
}
const json = 'application/fhir+json'
const slowest = 60_000

/** By node's own client: `fetch` would tidy up strange addresses. */
const ask = (path: string, { method = 'GET', headers = {}, body }: Sent = {}) =>
  new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': json }
    const outgoing = request(
      `${address}/fhir/R4/${path}`,
      { method, headers: { ...type, ...headers } },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () =>
          resolve({
            status: answer.statusCode!,
            type: answer.headers['content-type'] ?? '',
            text: Buffer.concat(chunks).toString(),
          }),
        )
        answer.on('error', reject)
      },
    )
    outgoing.setTimeout(slowest * 2, () => outgoing.destroy(new Error(`no answer: ${path.slice(0, 200)}`)))
    outgoing.on('error', reject)
    outgoing.end(body)
  })

/** Asks, and sees that the answer is in FHIR, in time and no failure of ours, and that the server lives on. */
async function survives(path: string, sent: Sent = {}) {
  const began = Date.now()
  const told = await ask(path, sent)
  const what = `${sent.method ?? 'GET'} ${path.slice(0, 300)} ${sent.body?.toString().slice(0, 200) ?? ''} → ${told.status} ${told.text.slice(0, 300)}`
  assert.ok(told.status < 500, what)
  assert.ok(Date.now() - began < slowest, `${Date.now() - began} ms: ${what}`)
  if (told.text !== '') assert.match(told.type, /^application\/(fhir\+(json|xml)|json)/, what)
  // GraphQL has an answer of its own for a query that it cannot read.
  const refusal = path.startsWith('$graphql') ? /OperationOutcome|"errors"/ : /OperationOutcome/
  if (told.status >= 400) assert.match(told.text, refusal, what)
  assert.equal((await fetch(`${address}/healthz`)).status, 200, what)
  return told
}

async function refuses(path: string, sent: Sent) {
  const told = await survives(path, sent)
  assert.ok(
    told.status >= 400,
    `${path} ${sent.body?.toString().slice(0, 200)} was taken: ${told.status} ${told.text.slice(0, 200)}`,
  )
  const { issue } = JSON.parse(told.text) as OperationOutcome
  assert.match(issue[0]!.details!.text!, /[à-ỹđ]/i)
  return told
}

const post = (body: string | Buffer, headers: Record<string, string> = {}): Sent => ({
  method: 'POST',
  headers,
  body,
})
const xml = { 'content-type': 'application/fhir+xml' }
const bundle = (type: string, entry: readonly unknown[]) =>
  JSON.stringify({ resourceType: 'Bundle', type, entry })
const stored = async (path: string) => {
  const told = await ask(path)
  assert.equal(told.status, 200, told.text.slice(0, 300))
  return JSON.parse(told.text) as Bundle
}
const patients = async () => (await stored('Patient?_summary=count')).total

test('a body that is too large is refused before it fills the memory', async () => {
  const large = Buffer.alloc(65 * 1_048_576, ' ')
  assert.equal((await refuses('Patient', post(large, { 'content-length': `${large.length}` }))).status, 413)
  assert.equal((await refuses('Patient', post(large, { 'transfer-encoding': 'chunked' }))).status, 413)
  const packed = gzipSync(Buffer.alloc(100 * 1_048_576, ' '))
  assert.equal((await refuses('Patient', post(packed, { 'content-encoding': 'gzip' }))).status, 413)
  assert.equal(
    (
      await refuses(
        '',
        post(
          bundle(
            'batch',
            Array.from({ length: 20_001 }, () => ({})),
          ),
        ),
      )
    ).status,
    413,
  )
})

test('JSON that goes 200,000 levels deep is refused', async () => {
  const deep = 200_000
  for (const [open, close] of [
    ['[', ']'],
    ['{"extension":[', ']}'],
    ['{"a":', '}'],
    ['{"resource":{"contained":[', ']}}'],
  ] as const) {
    await refuses('Patient', post(open.repeat(deep) + close.repeat(deep)))
    await refuses(
      'Patient',
      post(`{"resourceType":"Patient","extension":[${open.repeat(deep)}${close.repeat(deep)}]}`),
    )
    await refuses('', post(`{"resourceType":"Bundle","type":"batch","entry":${open.repeat(deep)}`))
    await refuses('Patient/$validate', post(open.repeat(deep)))
  }
})

test('values of the wrong type are refused, wherever they stand', async () => {
  const before = await patients()
  const values = [
    7,
    'x',
    true,
    [],
    {},
    [[]],
    [null],
    [7],
    null,
    '',
    ['x', {}],
    { id: 7 },
    { extension: 'x' },
    1e308,
  ]
  const names =
    'id meta text contained extension name birthDate active maritalStatus contact managingOrganization link'
  const taken: string[] = []
  for (const name of names.split(' '))
    for (const value of values) {
      const body = JSON.stringify({ resourceType: 'Patient', gender: 'wrong', [name]: value })
      const { status } = await survives('Patient', post(body))
      if (status < 400) taken.push(body)
    }
  for (const body of [
    '7',
    '"x"',
    '[]',
    'null',
    '{}',
    '{"resourceType":7}',
    '{"resourceType":"__proto__"}',
    '{"resourceType":["Patient"]}',
  ])
    await refuses('Patient', post(body))
  for (const body of [
    '{"resourceType":"Bundle","type":"transaction","entry":{}}',
    bundle('transaction', [7, null, [], 'x']),
    bundle('batch', [{ request: 7 }]).replace('"batch"', '7'),
  ])
    await refuses('', post(body))
  assert.deepEqual(taken, [])
  assert.equal(await patients(), before)
})

test('JSON that says a thing twice, or is no text, is refused', async () => {
  await refuses('Patient', post('{"resourceType":"Patient","gender":"male","gender":"female"}'))
  await refuses('Patient', post('{"resourceType":"Patient","name":[{"family":"A","famil\\u0079":"B"}]}'))
  const latin1 = Buffer.from('{"resourceType":"Patient","name":[{"family":"Nguyên"}]}', 'latin1')
  await refuses('Patient', post(latin1))
  await refuses('Patient', post(Buffer.from('{"resourceType":"Patient"}', 'utf16le')))
  await refuses('Patient', post(Buffer.from([0xc0, 0x80, 0xff, 0xfe])))
  // PostgreSQL keeps no NUL in a text, JSON no half of a character.
  for (const odd of ['\\u0000', '\\ud800', '\\udc00x'])
    await refuses('Patient', post(`{"resourceType":"Patient","name":[{"family":"${odd}"}]}`))
  for (const number of ['1e400', '-1e999', '01', '.5', 'NaN', 'Infinity', `${'9'.repeat(5_000)}`])
    await refuses(
      'Observation',
      post(
        `{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":${number}}}`,
      ),
    )
})

test('XML opens no files and no bombs', async () => {
  const laughs = Array.from({ length: 12 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join(
    '',
  )
  for (const [declared, value] of [
    [`<!ENTITY l0 "ha">${laughs}`, '&l12;'],
    ['<!ENTITY x SYSTEM "file:///etc/passwd">', '&x;'],
    ['<!ENTITY % x SYSTEM "http://127.0.0.1:1/x">%x;', 'x'],
  ]) {
    const body = `<?xml version="1.0"?><!DOCTYPE p [${declared}]><Patient xmlns="http://hl7.org/fhir"><name><family value="${value}"/></name></Patient>`
    const told = await refuses('Patient', post(body, xml))
    assert.doesNotMatch(told.text, /root:/)
  }
  for (const body of [
    '<Patient',
    '<Patient/>',
    '',
    '<a/><b/>',
    `<Patient xmlns="http://hl7.org/fhir" ${'a="1" '.repeat(50_000)}/>`,
  ])
    await refuses('Patient', post(body, xml))
})

test('members of a transaction may point at one another in a circle, and at nothing not at all', async () => {
  const member = (own: string, other: string) => ({
    fullUrl: own,
    resource: { resourceType: 'Organization', name: 'vòng tròn', partOf: { reference: other } },
    request: { method: 'POST', url: 'Organization' },
  })
  const uuid = (n: number) => `urn:uuid:00000000-0000-4000-8000-00000000000${n}`
  const circle = await survives(
    '',
    post(
      bundle('transaction', [member(uuid(1), uuid(2)), member(uuid(2), uuid(3)), member(uuid(3), uuid(1))]),
    ),
  )
  assert.equal(circle.status, 200, circle.text)
  const itself = await survives('', post(bundle('transaction', [member(uuid(4), uuid(4))])))
  assert.equal(itself.status, 200, itself.text)
  await refuses('', post(bundle('transaction', [member(uuid(5), uuid(6))])))
  await refuses('', post(bundle('transaction', [member(uuid(5), 'Organization?name=khong-ai')])))

  for (const iterate of [
    '_include:iterate=Organization:partof',
    '_revinclude:iterate=Organization:partof',
    '_include:iterate=*&_revinclude:iterate=*',
    '_include=*&_revinclude=*',
  ]) {
    const found = await survives(`Organization?name=${encodeURIComponent('vòng')}&_count=1&${iterate}`)
    const { entry = [] } = JSON.parse(found.text) as Bundle
    const places = entry.map(({ fullUrl }) => fullUrl)
    assert.equal(new Set(places).size, places.length, `nothing comes twice: ${iterate}`)
  }
})

test('a page is never larger than the server allows', async () => {
  const entry = Array.from({ length: 1_100 }, () => ({
    resource: { resourceType: 'Basic', code: { text: 'x' } },
    request: { method: 'POST', url: 'Basic' },
  }))
  assert.equal((await survives('', post(bundle('transaction', entry)))).status, 200)
  const page = await stored('Basic?_count=1000000000')
  assert.equal(page.entry!.length, 1_000)
  assert.ok(page.link!.some(({ relation }) => relation === 'next'))
  for (const count of ['-1', '1e9', '99999999999999999999', 'x', '1;drop', '%00', ''])
    await survives(`Basic?_count=${count}`)
  for (const path of ['Basic/_history', '_history', ''])
    assert.ok((await stored(`${path}?_count=1000000000`)).entry!.length <= 1_000)
})

const injections = [
  "';drop table store.resource;--",
  "' or '1'='1",
  '1) or pg_sleep(20)--',
  '\\',
  '$1',
  "E'\\x27'",
  '%_%',
  '"',
  '{}',
  'a\u0000b',
  '((((a+)+)+)+)$',
  'x'.repeat(5_000),
]

test('SQL and patterns in any parameter are only text', async () => {
  await survives('Patient', post('{"resourceType":"Patient","name":[{"family":"Nguyễn"}]}'))
  const before = await patients()
  const capability = JSON.parse((await ask('metadata')).text) as CapabilityStatement
  let asked = 0
  for (const { type, searchParam } of capability.rest![0]!.resource!) {
    if (!['Patient', 'Observation', 'Encounter', 'MedicationRequest', 'Location', 'ValueSet'].includes(type))
      continue
    for (const { name } of searchParam ?? []) {
      for (const text of injections) await survives(`${type}?${name}=${encodeURIComponent(text)}`)
      const word = encodeURIComponent(injections[asked % injections.length]!)
      for (const key of [`${name}:contains`, `${name}:${word}`]) await survives(`${type}?${key}=${word}`)
      asked += 1
    }
  }
  assert.ok(asked > 150, `${asked}`)
  const general =
    '_sort _include _revinclude _elements _summary _total _type _page _since _at _list _filter _text _content _has:Observation:patient:code _id _lastUpdated _security _contained organization.name near _format _pretty _count'
  for (const name of general.split(' '))
    for (const text of injections) await survives(`Patient?${name}=${encodeURIComponent(text)}`)
  for (const text of injections.slice(0, 10)) {
    const word = encodeURIComponent(text)
    await survives(`Patient/${word}`)
    await survives(`Patient/x/_history/${word}`)
    await survives(`${word}?name=x`)
    await survives(`Patient/x/${word}`)
    await survives('Patient', post('{"resourceType":"Patient"', { 'if-none-exist': `identifier=${word}` }))
    await survives('Patient/x', { method: 'DELETE', headers: { 'if-match': word } })
    await survives(`Patient?identifier=${word}`, { method: 'DELETE' })
    await survives(
      'Patient/_search',
      post(`name=${word}&${word}=1`, { 'content-type': 'application/x-www-form-urlencoded' }),
    )
  }
  assert.equal(await patients(), before)
})

test('addresses that cannot be decoded, and paths that lead elsewhere', async () => {
  for (const path of 'Patient/%zz Patient?name=% Patient?%ff=1 Patient?name=%c0%80 Patient?name=%00 %00 Patient/%00 Patient/..%2f..%2fetc%2fpasswd ..%2f Patient/%2e%2e/Patient ?%=% Patient/%ed%a0%80 Patient?name=%u0041 Patient?&&&=&= Patient??? Patient/1/_history/1/2/3/4 $%24 _history/%25'.split(
    ' ',
  ))
    await survives(path)
  await survives(`Patient?${'name=x&'.repeat(2_000)}`)
  await survives(`Patient?_filter=${'('.repeat(3_000)}`)
  await survives(`Patient?${'general-practitioner.'.repeat(300)}name=x`)
  await survives(`Patient?${'_has:Observation:patient:'.repeat(200)}code=x`)
})

test('operations and patches keep their heads', async () => {
  const { id } = JSON.parse(
    (await ask('Patient', post('{"resourceType":"Patient","active":true}'))).text,
  ) as { id: string }
  const patch = { 'content-type': 'application/json-patch+json' }
  for (const body of [
    '[{"op":"add","path":"/__proto__/x","value":1}]',
    '[{"op":"copy","from":"","path":"/name"}]',
    '{}',
    '[7]',
    `[${'{"op":"copy","from":"","path":"/contained/-"},'.repeat(60)}{"op":"test","path":"/x","value":1}]`,
  ])
    await refuses(`Patient/${id}`, { method: 'PATCH', headers: patch, body })
  const part = (name: string, value: object) => ({ name, ...value })
  const parameters = (path: string) =>
    JSON.stringify({
      resourceType: 'Parameters',
      parameter: [
        {
          name: 'operation',
          part: [part('type', { valueCode: 'delete' }), part('path', { valueString: path })],
        },
      ],
    })
  for (const path of [
    'Patient.repeat(descendants()).repeat($this)',
    `Patient${'.children()'.repeat(2_000)}`,
    `${'('.repeat(5_000)}`,
    "Patient.name.matches('(a+)+$')",
    '',
  ])
    await survives(`Patient/${id}`, { method: 'PATCH', body: parameters(path) })
  const graphql = (query: string) => post(JSON.stringify({ query }), { 'content-type': 'application/json' })
  await survives('$graphql', graphql(`{ Patient(id: "${id}") ${'{ link { other { resource '.repeat(300)}`))
  await survives(
    '$graphql',
    graphql(`{ ${Array.from({ length: 500 }, (_, i) => `a${i}: PatientList { id }`).join(' ')} }`),
  )
  await survives('$graphql', graphql('fragment f on Patient { ...f } { PatientList { ...f } }'))
  const view = (path: string) =>
    post(
      JSON.stringify({
        resourceType: 'Parameters',
        parameter: [
          {
            name: 'viewResource',
            resource: { resource: 'Patient', status: 'active', select: [{ column: [{ name: 'a', path }] }] },
          },
        ],
      }),
    )
  for (const path of [
    'repeat(descendants())',
    `${'children().'.repeat(300)}id`,
    '(',
    "name.family.matches('(a+)+$')",
    '1/0',
  ])
    await survives('$viewdefinition-run', view(path))
  await survives('ValueSet/$expand?url=http://snomed.info/sct?fhir_vs')
  await survives(
    'Patient/$validate',
    post(`{"resourceType":"Patient","name":[${'{"given":["a"]},'.repeat(50_000)}{}]}`),
  )
  assert.equal((await ask(`Patient/${id}`)).status, 200)
})

test('a transaction of 58 MB is answered, and the server stays under 1.3 GB', async (t) => {
  const note = 'Bệnh nhân tỉnh, tiếp xúc tốt, tim đều, phổi thông khí rõ hai bên. '.repeat(60)
  const one = (i: number) => ({
    resource: {
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'Khám' },
      effectiveDateTime: '2026-11-20',
      valueInteger: i,
      note: [{ text: note }],
    },
    request: { method: 'POST', url: 'Observation' },
  })
  const each = Buffer.byteLength(JSON.stringify(one(10_000))) + 1
  const body = Buffer.from(
    bundle(
      'transaction',
      Array.from({ length: Math.floor((58 * 1_048_576) / each) }, (_, i) => one(i)),
    ),
  )
  const began = Date.now()
  const told = await ask('', post(body))
  t.diagnostic(
    `${body.length} bytes, ${told.status}, ${Date.now() - began} ms, ${Math.round((await peakMemory()) / 1_048_576)} MB at most`,
  )
  assert.ok(
    told.status === 200 || (told.status < 500 && told.text.includes('OperationOutcome')),
    told.text.slice(0, 300),
  )
  assert.ok((await peakMemory()) < 1_300 * 1_048_576)
  assert.equal((await fetch(`${address}/healthz`)).status, 200)
})

test('XML that goes 30,000 levels deep is refused, inside and outside of a narrative', async () => {
  const deep = (name: string) => `<${name}>`.repeat(30_000) + `</${name}>`.repeat(30_000)
  const patient = (inner: string) => `<Patient xmlns="http://hl7.org/fhir">${inner}</Patient>`
  const div = `<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">${deep('p')}</div></text>`
  for (const body of [deep('a'), patient(deep('a')), patient(deep('extension')), patient(div)])
    await refuses('Patient', post(body, xml))
})

/** The most that the server ever held; where the system does not tell, what it holds now. */
async function peakMemory(): Promise<number> {
  const metrics = await (await fetch(`${address}/metrics`)).text()
  const now = Number(/process_resident_memory_bytes (\d+)/.exec(metrics)![1])
  if (process.platform !== 'linux') return now
  const [child] = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ')
  const peak = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${child}/status`, 'utf8'))
  return Math.max(now, Number(peak![1]) * 1024)
}
