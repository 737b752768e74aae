import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Bundle } from 'fhir/r4'
import { everythingOperation } from './everything.ts'
import { base, openServer, saidBy, type Told } from './testing.ts'

async function aRecord(t: TestContext) {
  const server = await openServer(t, [everythingOperation])
  await server.put({ resourceType: 'Patient', id: 'an', birthDate: '1950-01-01' })
  await server.put({ resourceType: 'Patient', id: 'binh' })
  const subject = { reference: 'Patient/an' }
  for (const [id, day] of [
    ['jan', '2026-01-05'],
    ['feb', '2026-02-05'],
    ['mar', '2026-03-05'],
  ] as const)
    await server.put({
      resourceType: 'Observation',
      id,
      status: 'final',
      code: { text: 'Mạch' },
      subject,
      effectiveDateTime: day,
    })
  await server.put({
    resourceType: 'Encounter',
    id: 'long',
    status: 'finished',
    class: { code: 'IMP' },
    subject,
    period: { start: '2025-12-30', end: '2026-01-20' },
  })
  await server.put({ resourceType: 'Basic', id: 'note', code: { text: 'x' }, subject })
  return server
}

const ids = (told: Told): string[] => {
  assert.equal(told.status, 200, told.text)
  return ((told.json() as Bundle).entry ?? []).map(({ resource }) => resource!.id!).sort()
}

test('the whole record comes in one Bundle with its total', async (t) => {
  const { ask } = await aRecord(t)
  const told = await ask('Patient/an/$everything')
  assert.deepEqual(ids(told), ['an', 'feb', 'jan', 'long', 'mar', 'note'])
  const bundle = told.json() as Bundle
  assert.equal(bundle.type, 'searchset')
  assert.equal(bundle.total, 6)
  assert.deepEqual(bundle.link, [{ relation: 'self', url: `${base}/Patient/an/$everything` }])
  assert.equal(bundle.entry![0]!.fullUrl, `${base}/Patient/an`)
  assert.deepEqual(new Set(bundle.entry!.map(({ search }) => search!.mode)), new Set(['match']))
})

test('pages lead from one to the next and hold each resource once', async (t) => {
  const { ask } = await aRecord(t)
  const seen: string[] = []
  let url: string | undefined = 'Patient/an/$everything?_count=2&_type=Observation,Encounter'
  for (let pages = 0; url && pages < 10; pages += 1) {
    const told = await ask(url)
    seen.push(...ids(told))
    url = (told.json() as Bundle).link!.find(({ relation }) => relation === 'next')?.url
  }
  assert.deepEqual(seen.sort(), ['feb', 'jan', 'long', 'mar'])
})

test('care dates leave out what happened before or after, and nothing without a date', async (t) => {
  const { ask } = await aRecord(t)
  const asked = (query: string) => ask(`Patient/an/$everything?${query}`).then(ids)
  assert.deepEqual(await asked('start=2026-02-05'), ['an', 'feb', 'mar', 'note'])
  assert.deepEqual(await asked('end=2026-02-05'), ['an', 'feb', 'jan', 'long', 'note'])
  assert.deepEqual(await asked('start=2026-02&end=2026-02'), ['an', 'feb', 'note'])
  // A stay in hospital counts when any day of it does.
  assert.deepEqual(await asked('start=2026-01-10&end=2026-01-12'), ['an', 'long', 'note'])
})

test('what has not changed since is left out', async (t) => {
  const { ask } = await aRecord(t)
  assert.deepEqual(ids(await ask('Patient/an/$everything?_since=2026-03-10T02:00:00.001Z')), [])
  assert.equal(ids(await ask('Patient/an/$everything?_since=2026-03-10T02:00:00Z')).length, 6)
})

test('parameters may come in a Parameters resource', async (t) => {
  const { ask } = await aRecord(t)
  const told = await ask('Patient/an/$everything', {
    resourceType: 'Parameters',
    parameter: [
      { name: '_type', valueCode: 'Encounter' },
      { name: 'start', valueDate: '2026-01-01' },
    ],
  })
  assert.deepEqual(ids(told), ['long'])
})

test('a patient who is not there is 404, one who was withdrawn 410', async (t) => {
  const { ask } = await aRecord(t)
  assert.equal((await ask('Patient/nobody/$everything')).status, 404)
  await ask('Patient/binh', undefined, {}, 'DELETE')
  assert.equal((await ask('Patient/binh/$everything')).status, 410)
})

test('everybody at once is refused, and the answer says what to use instead', async (t) => {
  const { ask } = await aRecord(t)
  const told = await ask('Patient/$everything')
  assert.equal(told.status, 400)
  assert.match(saidBy(told), /\$export/)
})

test('bad input is told by its name', async (t) => {
  const { ask } = await aRecord(t)
  for (const query of [
    'start=yesterday',
    'end=2026-02-30',
    '_since=x',
    '_count=0',
    '_count=-1',
    '_count=ten',
    '_type=Nonsense',
    '_type=',
    'start=2026-02-01&end=2026-01-01',
    'color=red',
    '_page=x%27%3B--',
  ]) {
    const told = await ask(`Patient/an/$everything?${query}`)
    assert.equal(told.status, 400, query)
    assert.equal(told.json().resourceType, 'OperationOutcome')
  }
  for (const body of [{ resourceType: 'Patient' }, { resourceType: 'Parameters', parameter: 'x' }, '{'])
    assert.equal((await ask('Patient/an/$everything', body)).status, 400)
  assert.equal((await ask('Patient/an/$everything', undefined, {}, 'DELETE')).status, 405)
})

test('a count beyond the limit is lowered, and the self link says so', async (t) => {
  const { ask } = await aRecord(t)
  const bundle = (await ask('Patient/an/$everything?_count=1000000000')).json() as Bundle
  assert.match(bundle.link![0]!.url, /_count=1000$/)
})
