/** The CapabilityStatement, taken at its word: everything that it claims is tried. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Bundle, CapabilityStatement, CapabilityStatementRestResource } from 'fhir/r4'
import { topics } from '#services/subscriptions'
import { paramOf, type SearchParam } from '#vocabulary/search'
import { aServer, type TestServer } from './testing.ts'

let server: TestServer
let statement: CapabilityStatement
let resources: readonly CapabilityStatementRestResource[]
before(async () => {
  server = await aServer()
  statement = (await ask<CapabilityStatement>('metadata')).body
  resources = statement.rest![0]!.resource!
})
after(() => server.stop())

const ask = <T>(path: string, headers: Record<string, string> = {}) =>
  server.get<T>(`/fhir/R4/${path}`, headers)

/** Several questions at a time, as many clients would. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items.values()
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (const item of rest) await work(item)
    }),
  )
}

const plausible: Readonly<Record<string, string>> = {
  ...{ token: 'urn:x|a', string: 'an', date: 'ge2020-01-01', number: '1', quantity: '5.4', uri: 'urn:x' },
  reference: 'abc',
}
/** Values of a form of their own. */
const special: Readonly<Record<string, string>> = {
  near: '10.77|106.7|1|km',
  _id: 'abc',
  _lastUpdated: 'ge2020-01-01',
  _list: 'abc',
  _has: 'Observation:patient:code=a',
  _text: 'sốt',
  _content: 'sốt',
  _filter: '_id eq abc',
  _type: 'Patient,Observation',
}
const aValueOf = (name: string, type: string, param?: SearchParam): string =>
  special[name] ??
  (type === 'composite'
    ? param!.components.map((component) => plausible[component.type]).join('$')
    : plausible[type]!)

test('every search parameter that a type claims is understood: 200 under handling=strict', async () => {
  const claims = resources.flatMap(({ type, searchParam }) =>
    searchParam!.map(({ name, type: kind }) => ({ type, name, kind })),
  )
  assert.ok(claims.length > 2_000)
  await each(claims, async ({ type, name, kind }) => {
    const value = aValueOf(name, kind, paramOf(type, name))
    const path = `${type}?${encodeURIComponent(name)}=${encodeURIComponent(value)}&_summary=count`
    const told = await ask(path, { prefer: 'handling=strict' })
    assert.equal(told.status, 200, `${path} ${told.text}`)
  })
})

test('so is every one of the whole system, and every include', async () => {
  for (const { name, type } of statement.rest![0]!.searchParam!) {
    const path = `?${name}=${encodeURIComponent(aValueOf(name, type))}&_summary=count`
    const told = await ask(path, { prefer: 'handling=strict' })
    assert.equal(told.status, 200, `${path} ${told.text}`)
  }
  await each(resources, async ({ type, searchInclude, searchRevInclude }) => {
    const includes = [
      ...searchInclude!.map((name) => `_include=${name}`),
      ...searchRevInclude!.map((name) => `_revinclude=${name}`),
    ]
    const told = await ask(`${type}?_id=abc&${includes.join('&')}`, { prefer: 'handling=strict' })
    assert.equal(told.status, 200, `${type} ${told.text}`)
  })
})

test('every operation is there, at every level where it is claimed', async () => {
  const claims = [
    ...statement.rest![0]!.operation!.map(({ name }) => `$${name}`),
    ...resources.flatMap(({ type, operation }) =>
      (operation ?? []).flatMap(({ name }) => [`${type}/$${name}`, `${type}/abc/$${name}`]),
    ),
  ]
  const answered = new Map<string, string>()
  await each(claims, async (path) => {
    const told = await ask<{ issue?: { details?: { coding?: { code: string }[] } }[] }>(path)
    assert.notEqual(told.status, 501, path)
    assert.ok(told.status < 500, `${path} ${told.text}`)
    const code = told.body?.issue?.[0]?.details?.coding?.[0]?.code
    if (code !== 'FHIR_NO_SUCH_OPERATION') answered.set(path.replace('/abc/', '/'), path)
  })
  // A type-level line of the statement may be of the type, of its instances, or of both.
  for (const path of claims) assert.ok(answered.has(path.replace('/abc/', '/')), path)
})

test('every interaction is answered: a type can be read, written, patched, deleted and asked for its history', async () => {
  await each(resources, async ({ type, interaction }) => {
    assert.equal(interaction!.length, 9)
    const statuses = await Promise.all([
      ask(`${type}/none`).then(({ status }) => status),
      ask(`${type}/none/_history/1`).then(({ status }) => status),
      ask(`${type}/none/_history`).then(({ status }) => status),
      ask(`${type}/_history?_count=1`).then(({ status }) => status),
      ask(`${type}?_count=1`).then(({ status }) => status),
    ])
    assert.deepEqual(statuses, [404, 404, 404, 200, 200], type)
    const send = (method: string, path: string) =>
      fetch(`${server.address}/fhir/R4/${path}`, { method }).then(({ status }) => status)
    const written = await Promise.all([
      send('POST', type),
      send('PUT', `${type}/none`),
      send('PATCH', `${type}/none`),
      send('DELETE', `${type}/none`),
    ])
    // Without a body: asked for one, not told that there is no such thing.
    assert.deepEqual(written, [400, 400, 400, 204], type)
  })
})

test('every supported profile leads to its definition, which is of that type', async () => {
  const profiles = resources.flatMap(({ type, supportedProfile }) =>
    (supportedProfile ?? []).map((url) => ({ type, url })),
  )
  assert.ok(profiles.some(({ url }) => url.endsWith('/vn-patient')))
  for (const { type, url } of profiles) {
    const found = await ask<Bundle>(`StructureDefinition?url=${encodeURIComponent(url)}&type=${type}`)
    assert.equal(found.body.entry?.length, 1, url)
  }
})

test('the subscription topics are named where a client of the backport looks for them', () => {
  const { extension } = resources.find(({ type }) => type === 'Subscription')!
  assert.deepEqual(
    extension!.map(({ valueCanonical }) => valueCanonical),
    topics.map(({ url }) => url),
  )
  assert.ok(extension!.every(({ url }) => url.endsWith('/capabilitystatement-subscriptiontopic-canonical')))
})
