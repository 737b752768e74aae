import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Bundle, Composition, FhirResource } from 'fhir/r4'
import { validateResource } from '#vocabulary/validation'
import { base, openServer } from '../testing.ts'
import { summaryOperation } from './summary.ts'

const subject = { reference: 'Patient/an' }
const record: FhirResource[] = [
  { resourceType: 'Organization', id: 'station', name: 'Trạm y tế' },
  { resourceType: 'Practitioner', id: 'hoa', name: [{ text: 'BS. Hoa' }] },
  {
    resourceType: 'Patient',
    id: 'an',
    name: [{ text: 'Nguyễn Văn An' }],
    birthDate: '1960-01-02',
    identifier: [{ system: 'urn:test', value: '001' }],
    managingOrganization: { reference: 'Organization/station' },
  },
  { resourceType: 'Encounter', id: 'visit', status: 'finished', class: { code: 'AMB' }, subject },
  {
    resourceType: 'Condition',
    id: 'high',
    subject,
    code: { text: 'Tăng huyết áp' },
    encounter: { reference: 'Encounter/visit' },
    recorder: { reference: 'Practitioner/hoa' },
  },
  {
    resourceType: 'DiagnosticReport',
    id: 'blood',
    status: 'final',
    subject,
    code: { text: 'Công thức máu' },
    result: [{ reference: 'Observation/hgb' }],
  },
  {
    resourceType: 'Observation',
    id: 'hgb',
    status: 'final',
    subject,
    code: { text: 'Hb' },
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'exam' }] },
    ],
    valueQuantity: { value: 120, unit: 'g/L' },
  },
]

async function aPatient(t: TestContext) {
  const server = await openServer(t, [summaryOperation])
  for (const resource of record) await server.put(resource)
  return server
}

test('a summary is a valid document: Composition first, the patient in it, references leading to entries', async (t) => {
  const { ask } = await aPatient(t)
  const told = await ask('Patient/an/$summary')
  assert.equal(told.status, 200, told.text)
  const bundle = told.json() as Bundle
  const errors = validateResource(bundle).filter(
    ({ severity }) => severity === 'error' || severity === 'fatal',
  )
  assert.deepEqual(errors, [])
  assert.equal(bundle.type, 'document')
  assert.deepEqual(bundle.meta!.profile, ['http://hl7.org/fhir/uv/ips/StructureDefinition/Bundle-uv-ips'])

  const composition = bundle.entry![0]!.resource as Composition
  assert.equal(composition.type.coding![0]!.code, '60591-5')
  const urls = new Set(bundle.entry!.map(({ fullUrl }) => fullUrl))
  assert.equal(urls.size, bundle.entry!.length)
  const named = [
    composition.subject!,
    ...composition.author,
    ...composition.section!.flatMap(({ entry }) => entry ?? []),
  ]
  for (const { reference } of named) assert.ok(urls.has(reference), reference)
  // What the entries need comes along; what would lead to the whole record stays a reference to this server.
  for (const here of ['Organization/station', 'Practitioner/hoa', 'Observation/hgb'])
    assert.ok(urls.has(`${base}/${here}`), here)
  assert.ok(!urls.has(`${base}/Encounter/visit`))
})

test('the patient may be named by identifier', async (t) => {
  const { ask, put } = await aPatient(t)
  const told = await ask('Patient/$summary?identifier=urn:test|001')
  assert.equal(told.status, 200, told.text)
  assert.equal((await ask('Patient/$summary?identifier=urn:test|002')).status, 404)
  await put({ resourceType: 'Patient', id: 'twin', identifier: [{ system: 'urn:test', value: '001' }] })
  assert.equal((await ask('Patient/$summary?identifier=urn:test|001')).status, 412)
  assert.equal((await ask('Patient/$summary')).status, 400)
  assert.equal((await ask('Patient/an/$summary?identifier=urn:test|001')).status, 400)
})

test('only the International Patient Summary is made, in any of its versions', async (t) => {
  const { ask } = await aPatient(t)
  const ips = 'http://hl7.org/fhir/uv/ips/StructureDefinition/Composition-uv-ips'
  assert.equal((await ask(`Patient/an/$summary?profile=${ips}|2.0.0`)).status, 200)
  assert.equal((await ask('Patient/an/$summary?profile=http://other')).status, 400)
  assert.equal((await ask('Patient/an/$summary?color=red')).status, 400)
})

test('a summary can be had as XML', async (t) => {
  const { ask } = await aPatient(t)
  const told = await ask('Patient/an/$summary?_format=xml')
  assert.equal(told.status, 200, told.text)
  assert.match(told.text, /<code value="60591-5"\/>/)
})

test('a patient who is not there is 404, one who was withdrawn 410', async (t) => {
  const { ask, put } = await aPatient(t)
  assert.equal((await ask('Patient/nobody/$summary')).status, 404)
  await put({ resourceType: 'Patient', id: 'gone' })
  await ask('Patient/gone', undefined, {}, 'DELETE')
  assert.equal((await ask('Patient/gone/$summary')).status, 410)
})

test('nobody who may not read gets a summary', async (t) => {
  const { ask } = await openServer(t, [summaryOperation], { actor: null })
  assert.equal((await ask('Patient/an/$summary')).status, 403)
})
