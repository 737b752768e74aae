import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anObservation, aPatient, errorsOf } from './testing.ts'

const refer = (reference: string, more: object = {}) => anObservation({ subject: { reference }, ...more })
const inSubject = 'structure Observation.subject'

test('a result is of a patient, a group, a device or a place, and of nothing else', () => {
  const good = [
    'Patient/1',
    'Group/a-1',
    'https://x.vn/fhir/Patient/1',
    'https://x.vn/fhir/Patient/1/_history/2',
  ]
  for (const reference of [...good, 'urn:uuid:0f3a2b1c-0000-4000-8000-00000000abcd', 'https://x.vn/other'])
    assert.deepEqual(errorsOf(refer(reference)), [], reference)
  for (const reference of ['Practitioner/1', 'https://x.vn/fhir/Encounter/1'])
    assert.deepEqual(errorsOf(refer(reference)), [inSubject], reference)
  assert.deepEqual(errorsOf(anObservation({ subject: { type: 'Encounter', display: 'x' } })), [inSubject])
})

test('a reference is a type and an id, or a whole URL', () => {
  for (const reference of [
    '1',
    'Patient',
    'Patient/',
    'Pateint/1',
    'Patient/a b',
    'Patient/1/2',
    '/Patient/1',
  ])
    assert.deepEqual(errorsOf(refer(reference)), ['value Observation.subject.reference'], reference)
  assert.deepEqual(errorsOf(anObservation({ subject: { reference: 'Patient/1', type: 'Group' } })), [
    'value Observation.subject.type',
  ])
})

test('a conditional reference works in a transaction only', () => {
  assert.deepEqual(errorsOf(refer('Patient?identifier=x|1')), ['value Observation.subject.reference'])
  const bundle = (reference: string) => ({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [{ resource: refer(reference), request: { method: 'POST', url: 'Observation' } }],
  })
  assert.deepEqual(errorsOf(bundle('Patient?identifier=x|1')), [])
  const path = 'Bundle.entry[0].resource.subject'
  assert.deepEqual(errorsOf(bundle('Practitioner?identifier=x|1')), [`structure ${path}`])
  assert.deepEqual(errorsOf(bundle('Person/?x')), [`value ${path}.reference`])
  assert.deepEqual(errorsOf(bundle('urn:uuid:0f3a2b1c-0000-4000-8000-00000000abcd')), [
    `not-found ${path}.reference`,
  ])
})

test('what is contained is here, is pointed to, and contains nothing', () => {
  const patient = { resourceType: 'Patient', id: 'p' }
  assert.deepEqual(errorsOf(refer('#p', { contained: [patient] })), [])
  assert.deepEqual(errorsOf(refer('#q', { contained: [patient] })), [
    'ref-1 Observation.subject',
    'dom-3 Observation.contained[0]',
  ])
  assert.deepEqual(errorsOf(refer('#p')), ['ref-1 Observation.subject'])
  assert.deepEqual(errorsOf(refer('Patient/1', { contained: [patient] })), ['dom-3 Observation.contained[0]'])
  assert.deepEqual(errorsOf(refer('#p', { contained: [{ ...patient, contained: [patient] }] })), [
    'dom-2 Observation.contained[0]',
  ])
  assert.deepEqual(errorsOf(refer('#p', { contained: [patient, patient] })), [
    'duplicate Observation.contained[1].id',
  ])
  assert.deepEqual(errorsOf(refer('#p', { contained: [{ ...patient, meta: { versionId: '1' } }] })), [
    'dom-4 Observation.contained[0]',
  ])
  const secret = { security: [{ system: 'http://x.vn', code: 'R' }] }
  assert.deepEqual(errorsOf(refer('#p', { contained: [{ ...patient, meta: secret }] })), [
    'dom-5 Observation.contained[0]',
  ])
  assert.deepEqual(errorsOf(refer('#p', { contained: [{ resourceType: 'Device', id: 'p' }] })), [])
  assert.deepEqual(errorsOf(refer('#p', { contained: [{ resourceType: 'Practitioner', id: 'p' }] })), [
    inSubject,
  ])
})

test('a contained resource may point back to its container instead', () => {
  const provenance = {
    resourceType: 'List',
    id: 'l',
    status: 'current',
    mode: 'working',
    subject: { reference: '#' },
  }
  assert.deepEqual(errorsOf(aPatient({ contained: [provenance] })), [])
})

test('entries of a transaction ask, entries of a search do not', () => {
  const bundle = (type: string, entry: object, more: object = {}) => ({
    resourceType: 'Bundle',
    type,
    entry: [entry],
    ...more,
  })
  const request = { method: 'POST', url: 'Patient' }
  assert.deepEqual(errorsOf(bundle('transaction', { resource: aPatient(), request })), [])
  assert.deepEqual(errorsOf(bundle('transaction', { resource: aPatient() })), ['bdl-3 Bundle.entry[0]'])
  assert.deepEqual(errorsOf(bundle('searchset', { resource: aPatient(), request })), [
    'bdl-3 Bundle.entry[0]',
  ])
  assert.deepEqual(errorsOf(bundle('collection', { resource: aPatient() }, { total: 1 })), ['bdl-1 Bundle'])
  assert.deepEqual(errorsOf(bundle('collection', { resource: aPatient(), search: { mode: 'match' } })), [
    'bdl-2 Bundle.entry[0]',
  ])
  assert.deepEqual(errorsOf(bundle('batch-response', {})), [
    'structure Bundle.entry[0]',
    'bdl-4 Bundle.entry[0]',
  ])
  assert.deepEqual(errorsOf(bundle('collection', { fullUrl: 'urn:oid:1.2.3' })), ['bdl-5 Bundle.entry[0]'])
})

test('a fullUrl is whole, stands once, and says the id of its resource', () => {
  const bundle = (...entry: object[]) => ({ resourceType: 'Bundle', type: 'collection', entry })
  const uuid = 'urn:uuid:0f3a2b1c-0000-4000-8000-00000000abcd'
  const path = 'Bundle.entry[0].fullUrl'
  assert.deepEqual(errorsOf(bundle({ fullUrl: uuid, resource: aPatient() })), [])
  assert.deepEqual(
    errorsOf(bundle({ fullUrl: 'urn:uuid:0F3A2B1C-0000-4000-8000-00000000ABCD', resource: aPatient() })),
    [`value ${path}`],
  )
  assert.deepEqual(errorsOf(bundle({ fullUrl: 'urn:uuid:1', resource: aPatient() })), [`value ${path}`])
  assert.deepEqual(errorsOf(bundle({ fullUrl: 'Patient/1', resource: aPatient() })), [`value ${path}`])
  assert.deepEqual(errorsOf(bundle({ fullUrl: 'https://x.vn/Patient/1', resource: aPatient({ id: '2' }) })), [
    `value ${path}`,
  ])
  assert.deepEqual(
    errorsOf(bundle({ fullUrl: uuid, resource: aPatient() }, { fullUrl: uuid, resource: aPatient() })),
    ['bdl-7 Bundle.entry[1]'],
  )
})

test('a document begins with its composition and is signed with a time', () => {
  const bundle = (more: object) => ({
    resourceType: 'Bundle',
    type: 'document',
    entry: [{ resource: aPatient() }],
    ...more,
  })
  assert.deepEqual(errorsOf(bundle({})), ['bdl-9 Bundle', 'bdl-10 Bundle', 'bdl-11 Bundle'])
  const message = { resourceType: 'Bundle', type: 'message', entry: [{ resource: aPatient() }] }
  assert.deepEqual(errorsOf(message), ['bdl-12 Bundle'])
})
