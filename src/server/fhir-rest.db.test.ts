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
  const second = await server.get<Bundle>(next)
  const ids = [...first.body.entry!, ...second.body.entry!].map((e) => e.resource!.id)
  assert.equal(new Set(ids).size, 4)
})

test('what is not known is refused, never ignored', async () => {
  for (const [path, status, expected] of [
    ['Encounter?colour=red', 400, 'FHIR_SEARCH_PARAMETER'],
    ['Encounter?_include=Encounter:subject', 400, 'FHIR_SEARCH_PARAMETER'],
    ['Encounter?date=hom-qua', 400, 'FHIR_SEARCH_VALUE'],
    ['Encounter?date=ne2024', 400, 'FHIR_SEARCH_VALUE'],
    ['Encounter?date=2024-13-01', 400, 'FHIR_SEARCH_VALUE'],
    ['Encounter?_count=-1', 400, 'FHIR_SEARCH_VALUE'],
    ['Encounter?patient=x', 400, 'FHIR_SEARCH_VALUE'],
    ['Condition?code=a,b', 400, 'FHIR_SEARCH_VALUE'],
    ['Encounter/01980000-0000-8000-8000-000000000000', 404, 'GATE_NO_SUCH_RESOURCE'],
    ['Encounter/x', 404, 'GATE_NO_SUCH_RESOURCE'],
    ['Nonsense/01980000-0000-8000-8000-000000000000', 404, 'GATE_NO_SUCH_RESOURCE'],
  ] as const) {
    const answer = await fhir<OperationOutcome>(path)
    assert.deepEqual(
      [answer.status, answer.body.resourceType, code(answer.body)],
      [status, 'OperationOutcome', expected],
      path,
    )
    assert.match(answer.body.issue[0]!.details!.text!, /[à-ỹ]/i)
  }
  assert.equal((await fhir('Nonsense')).status, 404, 'a type that FHIR does not have')
})

test('the capability statement promises nothing that is then refused', async () => {
  const { body } = await fhir<{
    rest: { resource: { type: string; searchParam: { name: string; type: string }[] }[] }[]
  }>('metadata')
  for (const { type, searchParam } of body.rest[0]!.resource) {
    for (const { name, type: kind } of searchParam) {
      const value =
        name === 'date' ? '2024' : kind === 'reference' ? 'Patient/01980000-0000-8000-8000-000000000000' : 'x'
      const answer = await fhir(`${type}?${name}=${value}&_count=1`)
      assert.equal(answer.status, 200, `${type}?${name}`)
    }
  }
})
