import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Bundle, Encounter, OperationOutcome, Patient } from 'fhir/r4'
import { rewritten, sample, saying } from '../record/journey/testing.ts'
import { aServer, type TestServer } from './testing.ts'

let server: TestServer
const system = 'https://mach.vn/fhir/sid'
const visit = encodeURIComponent(`${system}/visit/99901|99901_2024_10_BN0001_KB0001`)
before(async () => {
  server = await aServer()
  await server.takeSamples('01', '02')
  const withoutSecond = rewritten(sample('01').bytes, (table, xml) =>
    table === 'XML1'
      ? saying(xml, 'LY_DO_VV', 'Ho ra máu')
      : table === 'XML2'
        ? xml.replace(/<CHI_TIET_THUOC>(?:(?!<CHI_TIET_THUOC>).)*Paracetamol.*?<\/CHI_TIET_THUOC>/s, '')
        : xml,
  )
  await server.post(withoutSecond)
  await server.settled()
})
after(() => server.stop())

const fhir = <T>(path: string) => server.get<T>(`/fhir/R4/${path}`)
const found = async (path: string) => ((await fhir<Bundle>(path)).body.entry ?? []).map((e) => e.resource!)
const code = (outcome: OperationOutcome) => outcome.issue[0]!.details!.coding![0]!.code

test('one visit is found by its number, read, and read again as it was', async () => {
  const [encounter] = (await found(`Encounter?identifier=${visit}`)) as [Encounter]
  const now = await fhir<Encounter>(`Encounter/${encounter.id}`)
  assert.deepEqual(
    [now.status, now.headers.get('etag'), now.body.reasonCode![0]!.text],
    [200, 'W/"2"', 'Ho ra máu'],
  )
  assert.match(now.headers.get('content-type')!, /^application\/fhir\+json/)
  const then = await fhir<Encounter>(`Encounter/${encounter.id}/_history/1`)
  assert.equal(then.body.reasonCode![0]!.text, 'Ho, sốt 3 ngày')
  const history = await fhir<Bundle>(`Encounter/${encounter.id}/_history`)
  assert.deepEqual(
    history.body.entry!.map((e) => [e.request!.method, e.response!.etag]),
    [
      ['PUT', 'W/"2"'],
      ['POST', 'W/"1"'],
    ],
  )
  assert.equal((await fhir(`Encounter/${encounter.id}/_history/3`)).status, 404)
  assert.equal((await fhir(`Encounter/${encounter.id}/_history/x`)).status, 400)
})

test('a medicine that the hospital took back is gone: 410, no longer found, still in its history', async () => {
  const [patient] = (await found(
    `Patient?identifier=${encodeURIComponent(`${system}/citizen-id|079190999001`)}`,
  )) as [Patient]
  const medicines = await found(`MedicationRequest?patient=${patient.id}`)
  assert.equal(medicines.length, 1)
  const { example } = (
    await server.db.many<{ example: string }>({
      text: `select id::text as example from store.resource where deleted and patient = '${patient.id}'`,
      values: [],
    } as never)
  )[0]!
  const gone = await fhir<OperationOutcome>(`MedicationRequest/${example}`)
  assert.deepEqual([gone.status, code(gone.body)], [410, 'FHIR_GONE'])
  assert.deepEqual(
    (await fhir<Bundle>(`MedicationRequest/${example}/_history`)).body.entry!.map((e) => e.request!.method),
    ['DELETE', 'POST'],
  )
  assert.equal((await fhir(`MedicationRequest/${example}/_history/1`)).status, 200)
})

test('search by patient, code, status and day, alone and together', async () => {
  const [encounter] = (await found(`Encounter?identifier=${visit}`)) as [Encounter]
  const patient = encounter.subject!.reference!
  assert.equal((await found(`Condition?patient=${patient}`)).length, 1)
  assert.equal((await found(`Condition?subject=${patient}&code=J20.9`)).length, 1)
  assert.equal(
    (await found(`Condition?code=${encodeURIComponent('http://hl7.org/fhir/sid/icd-10|K35.8')}`)).length,
    1,
  )
  assert.equal((await found('Condition?code=Z99.9')).length, 0)
  for (const [date, n] of [
    ['2024-10-07', 1],
    ['2024-10', 1],
    ['2024', 1],
    ['ge2024-10-08', 1],
    ['lt2024-10-08', 1],
    ['2024-10-06', 0],
    ['gt2026', 0],
  ] as const)
    assert.equal((await found(`Encounter?date=${date}`)).length, n, date)
  assert.equal((await found('Encounter?date=ge2024-10-07&date=le2024-10-07')).length, 1)
  assert.equal((await found(`MedicationRequest?encounter=Encounter/${encounter.id}`)).length, 1)
})

test('a page says that there is more and how to get it', async () => {
  const first = await fhir<Bundle>('Observation?_count=2')
  assert.equal(first.body.entry!.length, 2)
  const next = first.body.link!.find((l) => l.relation === 'next')!.url
  assert.ok(
    next.startsWith(`${server.address}/fhir/R4/Observation?`),
    'links lead back the way the client came',
  )
  const second = await server.get<Bundle>(next.slice(server.address.length))
  const ids = [...first.body.entry!, ...second.body.entry!].map((e) => e.resource!.id)
  assert.equal(new Set(ids).size, 4)
})

test('what is not known is refused, never ignored', async () => {
  const strict = { prefer: 'handling=strict' }
  for (const [path, status] of [
    ['Encounter?colour=red', 400],
    ['Encounter?_include=Encounter:colour', 400],
    ['Encounter?date=hom-qua', 400],
    ['Encounter?date=2024-13-01', 400],
    ['Encounter?_count=-1', 400],
    ['Encounter?_page=x', 400],
    ['Encounter/01980000-0000-8000-8000-000000000000', 404],
    ['Encounter/x', 404],
    ['Nonsense/01980000-0000-8000-8000-000000000000', 404],
    ['Nonsense', 404],
  ] as const) {
    const answer = await server.get<OperationOutcome>(`/fhir/R4/${path}`, strict)
    assert.deepEqual([answer.status, answer.body.resourceType], [status, 'OperationOutcome'], path)
    assert.match(answer.body.issue[0]!.details!.text!, /[à-ỹ]/i)
  }
  const lenient = await fhir<Bundle>('Encounter?colour=red&_count=1')
  assert.equal(lenient.status, 200)
  assert.equal(lenient.body.entry!.at(-1)!.search!.mode, 'outcome')
  assert.doesNotMatch(lenient.body.link![0]!.url, /colour/)
})

test('the capability statement promises nothing that is then refused', async () => {
  const { body } = await fhir<{
    rest: { resource: { type: string; searchParam: { name: string; type: string }[] }[] }[]
  }>('metadata')
  const values: Record<string, string> = {
    date: '2024',
    number: '1',
    quantity: '1',
    reference: 'Patient/01980000-0000-8000-8000-000000000000',
    special: '10.5|106.5|10|km',
    composite: '1$2024',
    uri: 'urn:x',
  }
  let asked = 0
  for (const { type, searchParam } of body.rest[0]!.resource) {
    // One question per type holds all of its parameters; strictly, so that none may be passed over.
    const query = searchParam
      .filter(({ name, type: kind }) => !name.startsWith('_') && kind !== 'composite')
      .map(({ name, type: kind }) => `${name}=${encodeURIComponent(values[kind] ?? 'x')}`)
    asked += query.length
    const answer = await server.get(`/fhir/R4/${type}?${query.join('&')}&_count=1`, {
      prefer: 'handling=strict',
    })
    assert.equal(answer.status, 200, `${type}: ${answer.text.slice(0, 300)}`)
  }
  assert.ok(asked > 1_200, `${asked} parameters`)
})
