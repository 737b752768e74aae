/** What is sent comes back as it was sent, apart from `id`, `meta` and the references a transaction fills in. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { gunzipSync } from 'node:zlib'
import type { Bundle, OperationOutcome, Resource } from 'fhir/r4'
import { parseExact } from '#foundation/json'
import { projectRoot } from '#foundation/project'
import { readXml, writeXml } from '#vocabulary/fhir-xml'
import { aServer, type TestServer } from './testing.ts'

const folder = join(projectRoot(), '../shared/reference/fhir')
const skip = existsSync(folder) ? false : 'the reference data (../shared/reference/fhir) are not here'
const unpack = (name: string) => gunzipSync(readFileSync(join(folder, name))).toString()

let server: TestServer
let base: string
before(async () => {
  server = await aServer()
  base = `${server.address}/fhir/R4`
})
after(() => server.stop())

const json = 'application/fhir+json'
const xml = 'application/fhir+xml'

async function send(method: string, path: string, body: string, type = json) {
  const answer = await fetch(`${base}/${path}`, {
    method,
    body,
    headers: { 'content-type': type, accept: json },
  })
  return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') ?? '' }
}

async function get(path: string, accept = json): Promise<string> {
  const answer = await fetch(path.startsWith('http') ? path : `${base}/${path}`, { headers: { accept } })
  const text = await answer.text()
  assert.equal(answer.status, 200, `${path} ${text.slice(0, 300)}`)
  return text
}

/** Numbers become their own text, so that two are equal only when their digits are. */
const exact = <T>(text: string): T =>
  JSON.parse(text.replace(/(?<!\\)":\s*(-?\d[\d.eE+-]*)(?=\s*[,}])/g, '":"№$1"')) as T

/** Quantities and amounts with digits that a double forgets: 1.5 → 1.50, 3 → 3.00. */
const withZeros = (text: string) =>
  text.replace(
    /"value":(-?\d+)(\.\d+)?(?=[,}])/g,
    (_, whole, fraction) => `"value":${whole}${fraction ? `${fraction}0` : '.00'}`,
  )

/** Two resources but for what the server gives: the id, the version and its time. */
function assertSame(stored: Resource, sent: Resource, what: string): void {
  const [one, other] = [stored, sent].map(({ id: _id, meta, ...rest }) => {
    const { versionId: _versionId, lastUpdated: _lastUpdated, ...kept } = meta ?? {}
    return { ...rest, meta: kept }
  })
  if (!isDeepStrictEqual(one, other)) assert.deepEqual(one, other, what)
}

test('the lives of the synthetic patients come back as they were sent, every digit of them', {
  skip,
}, async (t) => {
  const names = readdirSync(join(folder, 'synthea'))
    .filter((name) => name.endsWith('.json.gz'))
    .sort()
  const load = (name: string) => withZeros(unpack(join('synthea', name)))
  const addresses = new Map<string, string>()
  /** Sends a Bundle; where each of its resources is now. */
  const store = async (text: string, sent: Bundle) => {
    const told = await send('POST', '', text)
    assert.equal(told.status, 200, told.text.slice(0, 500))
    const { entry } = JSON.parse(told.text) as Bundle
    return entry!.map(({ response }, i) => {
      assert.equal(response!.status, '201 Created', JSON.stringify(response))
      const [type, id] = response!.location!.split('/')
      const { fullUrl, request, resource } = sent.entry![i]!
      if (fullUrl) addresses.set(fullUrl, `${type}/${id}`)
      if (request!.ifNoneExist)
        addresses.set(`${resource!.resourceType}?${request!.ifNoneExist}`, `${type}/${id}`)
      return `${type}/${id}`
    })
  }
  const sentAs = (resource: Resource): Resource =>
    JSON.parse(
      JSON.stringify(resource).replace(/"reference":"([^"]+)"/g, (all, to: string) => {
        const at = addresses.get(to)
        return at === undefined ? all : `"reference":"${at}"`
      }),
    ) as Resource

  const [hospitals, ...lives] = names as [string, ...string[]]
  let compared = 0
  const first = exact<Bundle>(load(hospitals))
  const firstAt = await store(load(hospitals), first)
  for (const type of ['Organization', 'Location']) {
    const found = exact<Bundle>(await get(`${type}?_count=1000`)).entry!
    const byId = new Map(found.map(({ resource }) => [`${type}/${resource!.id}`, resource!]))
    for (const [i, at] of firstAt.entries())
      if (at.startsWith(type)) {
        assertSame(byId.get(at)!, sentAs(first.entry![i]!.resource!), at)
        compared += 1
      }
  }
  const doctors = new Set(lives.flatMap((name) => load(name).match(/Practitioner\?identifier=[^"]+/g) ?? []))
  const registered: Bundle = {
    resourceType: 'Bundle',
    type: 'batch',
    entry: [...doctors].map((reference) => {
      const [system, value] = reference.split('identifier=')[1]!.split('|')
      const resource = { resourceType: 'Practitioner' as const, identifier: [{ system, value }] }
      return {
        resource,
        request: { method: 'POST', url: 'Practitioner', ifNoneExist: reference.split('?')[1]! },
      }
    }),
  }
  await store(JSON.stringify(registered), registered)

  const began = Date.now()
  for (const name of lives) {
    const text = load(name)
    const sent = exact<Bundle>(text)
    const at = await store(text, sent)
    const patient = at.find((each) => each.startsWith('Patient/'))!
    const stored = new Map<string, Resource>()
    for (let url: string | undefined = `${patient}/$everything`; url; ) {
      const page: Bundle = exact<Bundle>(await get(url))
      for (const { resource } of page.entry!)
        stored.set(`${resource!.resourceType}/${resource!.id}`, resource!)
      url = page.link?.find(({ relation }) => relation === 'next')?.url
    }
    for (const [i, where] of at.entries()) {
      const found = stored.get(where) ?? exact<Resource>(await get(where))
      assertSame(found, sentAs(sent.entry![i]!.resource!), `${name} ${i} ${where}`)
      compared += 1
    }
  }
  assert.ok(compared > 32_000, `${compared} resources`)
  t.diagnostic(`${compared} resources, ${Math.round((Date.now() - began) / 1000)} s`)
})

interface Example {
  readonly text: string
  readonly type: string
  readonly id: string
}
const examples = (): Example[] =>
  unpack('r4-spec-examples.ndjson.gz')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { resourceType: type, id } = JSON.parse(line) as { resourceType: string; id: string }
      return { text: withZeros(line), type, id }
    })

/** No XML can carry it: its narrative lacks a closing tag. */
const halfNarrative = 'PlanDefinition/low-suicide-risk-order-set'

/** Examples that break the specification they illustrate, and where. */
const refusedExamples = [
  // A DeviceDefinition where only a Device may stand, a Procedure where it may not.
  'DeviceMetric/example FHIR_INVALID DeviceMetric.parent',
  'DeviceUseStatement/example FHIR_INVALID DeviceUseStatement.reasonReference[0]',
  `${halfNarrative} txt-1 PlanDefinition.text.div`,
]

/** Stores each example and compares it; what was refused, and why. */
async function storeExamples(
  store: (example: Example) => Promise<Awaited<ReturnType<typeof send>>>,
  compare: (at: string, example: Example) => Promise<void>,
  chosen = examples(),
) {
  const refused: string[] = []
  for (const example of chosen) {
    const told = await store(example)
    const what = `${example.type}/${example.id}`
    if (told.status >= 400) {
      const { issue } = JSON.parse(told.text) as OperationOutcome
      refused.push(
        `${what} ${issue.map(({ details, expression }) => `${details?.coding?.[0]?.code} ${expression}`)}`,
      )
    } else await compare(`${example.type}/${(JSON.parse(told.text) as Resource).id}`, example)
  }
  return refused
}

test('the examples of the specification come back as they were sent, by PUT and by POST', {
  skip,
}, async () => {
  const compare = async (at: string, { text }: Example) =>
    assertSame(exact<Resource>(await get(at)), exact<Resource>(text), at)
  for (const refused of [
    await storeExamples(({ type, id, text }) => send('PUT', `${type}/${id}`, text), compare),
    await storeExamples(({ type, text }) => send('POST', type, text), compare),
  ])
    assert.deepEqual(refused, refusedExamples)
})

test('the examples of the specification come in as XML and go out as XML', { skip }, async () => {
  const inXml = (text: string): string => {
    const given = parseExact(text)
    assert.ok(given.ok, 'JSON')
    return writeXml(given.value)
  }
  const fromXml = (text: string) => {
    const read = readXml(text)
    assert.ok(read.ok, read.ok ? '' : JSON.stringify(read.problem))
    return exact<Resource>(read.value.write(read.value.value))
  }
  const put = ({ type, id, text }: Example) => {
    const body = inXml(text).replace(`<id value="${id}"/>`, `<id value="xml-${id}"/>`)
    return send('PUT', `${type}/xml-${id}`, body, xml)
  }
  const compare = async (at: string, { text }: Example) => {
    assertSame(exact<Resource>(await get(at)), exact<Resource>(text), at)
    assertSame(fromXml(await get(at, xml)), exact<Resource>(text), at)
  }
  const whole = examples().filter(({ type, id }) => `${type}/${id}` !== halfNarrative)
  assert.deepEqual(await storeExamples(put, compare, whole), refusedExamples.slice(0, 2))
})

test('a number keeps every digit it was written with', async () => {
  for (const value of '1.10 0.0 -0.00 100 1e2 1.50E+3 0.000000000000000001 12345678901234567.8'.split(' ')) {
    const body = `{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":${value}}}`
    const told = await send('POST', 'Observation', body)
    assert.equal(told.status, 201, told.text)
    const at = told.location.replace(/\/_history.*$/, '')
    assert.ok((await get(at)).includes(`"value":${value}}`), value)
    assert.ok((await get(at, xml)).includes(`<value value="${value}"/>`), value)
    assert.ok((await get(`${told.location}`)).includes(`"value":${value}}`), value)
    assert.ok((await get(`Observation?_id=${at.split('/').at(-1)}`)).includes(`"value":${value}}`), value)
    assert.ok((await get(`${at}?_elements=value&_pretty=true`)).includes(`"value": ${value}`), value)
  }
})
