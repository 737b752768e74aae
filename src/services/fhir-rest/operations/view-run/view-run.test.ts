import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { FhirStore } from '#gate/access'
import { base, openServer, saidBy } from '../testing.ts'
import { viewRunOperation } from './view-run.ts'

const view = {
  resourceType: 'ViewDefinition',
  status: 'active',
  resource: 'Patient',
  select: [
    {
      column: [
        { name: 'id', path: 'id' },
        { name: 'born', path: 'birthDate' },
      ],
    },
  ],
}
const parameters = (...parts: object[]) => ({
  resourceType: 'Parameters',
  parameter: [{ name: 'viewResource', resource: view }, ...parts],
})

async function twoPatients(t: TestContext, store?: (store: FhirStore) => FhirStore) {
  const server = await openServer(t, [viewRunOperation], store ? { store } : {})
  await server.put({ resourceType: 'Patient', id: 'an', birthDate: '1960-01-02' })
  await server.put({ resourceType: 'Patient', id: 'binh' })
  return server
}

test('a view is run over the store, as JSON, lines or a table', async (t) => {
  const { ask } = await twoPatients(t)
  const json = await ask('$viewdefinition-run', view)
  assert.equal(json.status, 200, json.text)
  assert.match(json.contentType, /^application\/json/)
  assert.deepEqual(json.json(), [
    { id: 'an', born: '1960-01-02' },
    { id: 'binh', born: null },
  ])
  const lines = await ask('$viewdefinition-run?_format=ndjson&_limit=1', view)
  assert.match(lines.contentType, /ndjson/)
  assert.equal(lines.text, '{"id":"an","born":"1960-01-02"}\n')
  const table = await ask(
    '$viewdefinition-run',
    parameters({ name: '_format', valueCode: 'text/csv' }, { name: 'header', valueBoolean: false }),
    { accept: 'text/csv' },
  )
  assert.match(table.contentType, /^text\/csv/)
  assert.equal(table.text, 'an,1960-01-02\r\nbinh,\r\n')
})

test('the Accept header says the form of the rows, when no parameter does', async (t) => {
  const { ask } = await twoPatients(t)
  const typeFor = async (accept: string, query = '') => {
    const told = await ask(`$viewdefinition-run${query}`, view, { accept })
    return told.status === 200 ? told.contentType.split(';')[0] : told.status
  }
  assert.equal(await typeFor('text/csv'), 'text/csv')
  assert.equal(await typeFor('application/ndjson'), 'application/x-ndjson')
  assert.equal(await typeFor('application/x-ndjson;q=0.9, application/json;q=0.1'), 'application/x-ndjson')
  assert.equal(await typeFor('text/*'), 'text/csv')
  assert.equal(await typeFor('application/json'), 'application/json')
  assert.equal(await typeFor('*/*'), 'application/json')
  assert.equal(await typeFor('text/csv', '?_format=ndjson'), 'application/x-ndjson')
  for (const accept of ['application/octet-stream', 'csv', '__proto__', 'text/csv;q=0'])
    assert.equal(await typeFor(accept), 406, accept)
})

test('a view kept in a Binary is run by its reference', async (t) => {
  const { ask, put } = await twoPatients(t)
  const data = Buffer.from(JSON.stringify(view)).toString('base64')
  await put({ resourceType: 'Binary', id: 'view', contentType: 'application/json', data })
  await put({ resourceType: 'Binary', id: 'photo', contentType: 'image/png', data: '/9j/' })
  const run = (reference: string) =>
    ask('$viewdefinition-run', {
      resourceType: 'Parameters',
      parameter: [{ name: 'viewReference', valueReference: { reference } }],
    })
  for (const reference of ['Binary/view', `${base}/Binary/view`])
    assert.deepEqual((await run(reference)).json().length, 2)
  assert.equal((await run('Binary/photo')).status, 422)
  for (const missing of ['Binary/none', 'ViewDefinition/v', 'http://elsewhere.example/fhir/Binary/view'])
    assert.equal((await run(missing)).status, 404, missing)
})

test('resources sent along stand in for the store', async (t) => {
  const { ask } = await twoPatients(t)
  const told = await ask(
    '$viewdefinition-run',
    parameters(
      { name: 'resource', resource: { resourceType: 'Patient', id: 'x' } },
      { name: 'resource', resource: { resourceType: 'Basic' } },
    ),
  )
  assert.deepEqual(told.json(), [{ id: 'x', born: null }])
})

test('patients and groups become the ids that the export is asked for', async (t) => {
  let asked: unknown
  const { ask, put } = await twoPatients(t, (store) => ({
    ...store,
    export(options, into) {
      asked = options.patientIds
      return store.export(options, into)
    },
  }))
  await put({
    resourceType: 'Group',
    id: 'ward',
    type: 'person',
    actual: true,
    member: [
      { entity: { reference: 'Patient/binh' } },
      { entity: { reference: 'Patient/an' }, inactive: true },
    ],
  })
  await put({ resourceType: 'Group', id: 'empty', type: 'person', actual: true })
  const run = (...parts: object[]) => ask('$viewdefinition-run', parameters(...parts))
  await run(
    { name: 'patient', valueReference: { reference: 'Patient/an' } },
    { name: 'patient', valueReference: { reference: 'Patient/binh' } },
  )
  assert.deepEqual(asked, ['an', 'binh'])
  await run({ name: 'group', valueReference: { reference: 'Group/ward' } })
  assert.deepEqual(asked, ['binh'])
  const outside = await run(
    { name: 'patient', valueReference: { reference: 'Patient/an' } },
    { name: 'group', valueReference: { reference: 'Group/ward' } },
  )
  assert.deepEqual(outside.json(), [], 'nobody outside of the group, nobody who was not named')
  assert.deepEqual((await run({ name: 'group', valueString: 'empty' })).json(), [])
  assert.equal((await run({ name: 'patient', valueString: 'Patient/nobody' })).status, 404)
  assert.equal((await run({ name: 'group', valueString: 'Patient/an' })).status, 400)
})

test('a wrong view is 422 and says where; other bad input is 400', async (t) => {
  const { ask } = await twoPatients(t)
  const column = (path: string) => ({ ...view, select: [{ column: [{ name: 'id', path }] }] })
  for (const bad of [
    column('id +'),
    { ...view, resource: 'Nonsense' },
    { ...view, select: 'x' },
    { resourceType: 'Basic' },
  ]) {
    const told = await ask('$viewdefinition-run', bad)
    assert.equal(told.status, 422, told.text)
  }
  // Known only when the data are seen: two names in a column for one.
  const { ask: again, put } = await twoPatients(t)
  await put({ resourceType: 'Patient', id: 'chi', name: [{ family: 'A' }, { family: 'B' }] })
  assert.equal((await again('$viewdefinition-run', column('name.family'))).status, 422)

  for (const [path, body] of [
    ['?_format=parquet', view],
    ['?_since=x', view],
    ['?_limit=-1', view],
    ['?header=no', view],
    ['?color=red', view],
    ['?source=s3://x', view],
    ['?viewReference=Binary/1', view],
    ['', { resourceType: 'Parameters' }],
    ['', { ...parameters({ name: 'viewResource', resource: view }) }],
  ] as const)
    assert.equal((await ask(`$viewdefinition-run${path}`, body)).status, 400, path)
  assert.match(saidBy(await ask('$viewdefinition-run?_format=parquet', view)), /csv/)
  assert.equal((await ask('$viewdefinition-run')).status, 405)
})

test('since is asked of the export', async (t) => {
  const { ask } = await twoPatients(t)
  assert.deepEqual((await ask('$viewdefinition-run?_since=2026-03-11', view)).json(), [])
  assert.equal((await ask('$viewdefinition-run?_since=2026-03-10', view)).json().length, 2)
})

test('an export that is refused or broken is told before the answer begins', async (t) => {
  const refused = await openServer(t, [viewRunOperation], { actor: null })
  assert.equal((await refused.ask('$viewdefinition-run', view)).status, 403)
  const broken = await twoPatients(t, (store) => ({
    ...store,
    export: () => Promise.reject(new Error('the database is gone')),
  }))
  assert.equal((await broken.ask('$viewdefinition-run', view)).status, 500)
})

test('a large store is never held in memory, and is let go when the reader leaves', async (t) => {
  let read = 0
  let isDone = false
  const { store } = await openServer(t, [viewRunOperation])
  const lines = function* () {
    for (; read < 1_000_000; read += 1) yield `{"resourceType":"Patient","id":"p${read}"}\n`
  }
  const endless: FhirStore = {
    ...store,
    async export(_options, into) {
      await into(Readable.from(lines(), { objectMode: false }))
      isDone = true
      return read
    },
  }
  const told = await viewRunOperation.handle({
    caller: {
      service: { gate: (await import('#gate/access')).openFhirGate(endless) },
      actor: { kind: 'loopback' },
      purpose: 'treatment',
      base: '',
    },
    pairs: [],
    body: { kind: 'json', media: 'json', json: { value: view, write: JSON.stringify } },
  } as never)
  assert.ok(told.ok)
  const { from } = told.value.stream!
  for await (const _piece of from) break
  assert.ok(from.destroyed)
  for (let n = 0; n < 6_000 && !isDone; n += 1) await setTimeout(10)
  assert.ok(isDone, 'the export has ended')
  assert.ok(read < 20_000, `${read} resources read for one piece`)
})

test('an answer that nobody reads lets its export go', async (t) => {
  let isDone = false
  const { ask } = await twoPatients(t, (store) => ({
    ...store,
    async export(options, into) {
      await into(
        Readable.from(
          (function* () {
            for (let i = 0; i < 100_000; i += 1) yield `{"resourceType":"Patient","id":"p${i}"}\n`
          })(),
          { objectMode: false },
        ),
      )
      isDone = true
      return store.export(options, into)
    },
  }))
  // In a batch a stream has no place.
  const told = await ask('', {
    resourceType: 'Bundle',
    type: 'batch',
    entry: [{ request: { method: 'POST', url: '$viewdefinition-run' }, resource: parameters() }],
  })
  assert.equal(told.json().entry[0].response.status, '400 Bad Request')
  for (let n = 0; n < 6_000 && !isDone; n += 1) await setTimeout(10)
  assert.ok(isDone)
})
