import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anObservation, aPatient, errorsOf, warningsOf } from './testing.ts'
import { validateResource } from './validate-resource.ts'

const messages = (resource: unknown): string[] => validateResource(resource).map((each) => each.message)

test('a misspelt element is named, with the element that was meant', () => {
  assert.deepEqual(errorsOf(aPatient({ brithDate: '2026' })), ['structure Patient.brithDate'])
  assert.match(messages(aPatient({ brithDate: '2026' }))[0]!, /Có phải birthDate\?/)
  assert.match(messages(aPatient({ nmae: [] }))[0]!, /Có phải name\?/)
  assert.match(messages({ resourceType: 'Pateint' })[0]!, /Có phải Patient\?/)
})

test('what is no resource at all is said so', () => {
  for (const value of [null, 7, 'x', [], undefined]) assert.deepEqual(errorsOf(value), ['structure Resource'])
  assert.deepEqual(errorsOf({}), ['structure Resource.resourceType'])
  assert.deepEqual(errorsOf({ resourceType: 'DomainResource' }), ['structure DomainResource.resourceType'])
  assert.deepEqual(errorsOf({ resourceType: 'constructor' }), ['structure constructor.resourceType'])
  assert.deepEqual(errorsOf(aPatient(), { type: 'Observation' }), ['structure Patient.resourceType'])
})

test('a list is a list and a single thing is single', () => {
  assert.deepEqual(errorsOf(aPatient({ name: { text: 'A' } })), ['structure Patient.name'])
  assert.deepEqual(errorsOf(aPatient({ gender: ['male'] })), ['structure Patient.gender'])
  assert.deepEqual(errorsOf(aPatient({ maritalStatus: [{ text: 'A' }] })), [
    'structure Patient.maritalStatus',
  ])
  assert.deepEqual(errorsOf(aPatient({ name: ['A'] })), ['structure Patient.name[0]'])
  assert.deepEqual(errorsOf(aPatient({ name: [{ family: { text: 'A' } }] })), [
    'structure Patient.name[0].family',
  ])
})

test('nothing is left empty', () => {
  assert.deepEqual(errorsOf(aPatient({ name: [] })), ['structure Patient.name'])
  assert.deepEqual(errorsOf(aPatient({ name: [{}] })), ['structure Patient.name[0]'])
  assert.deepEqual(errorsOf(aPatient({ name: [{ id: 'a' }] })), ['structure Patient.name[0]'])
  assert.deepEqual(errorsOf(aPatient({ gender: null })), ['structure Patient.gender'])
  assert.deepEqual(errorsOf(aPatient({ contact: [null] })), ['structure Patient.contact[0]'])
})

test('required elements are missed, choices among them', () => {
  assert.deepEqual(errorsOf({ resourceType: 'Observation' }), [
    'required Observation',
    'required Observation',
  ])
  const request = { resourceType: 'MedicationRequest', status: 'active', intent: 'order' }
  assert.deepEqual(errorsOf({ ...request, subject: { reference: 'Patient/1' } }), [
    'required MedicationRequest',
  ])
  assert.match(messages({ ...request, subject: { reference: 'Patient/1' } })[0]!, /medication\[x\]/)
})

test('of a choice there is one', () => {
  assert.deepEqual(errorsOf(anObservation({ valueString: 'a', valueInteger: 1 })), ['structure Observation'])
  assert.deepEqual(errorsOf(aPatient({ deceasedBoolean: true, _deceasedDateTime: ext })), [
    'structure Patient',
  ])
  assert.deepEqual(errorsOf(anObservation({ valueString: 'a', _valueString: ext })), [])
  assert.deepEqual(errorsOf(anObservation({ valueAddress: {} })), ['structure Observation.valueAddress'])
})

const ext = { extension: [{ url: 'http://mach.vn/x', valueCode: 'y' }] }

test('what stands beside a primitive fits it place by place', () => {
  const name = (more: object) => aPatient({ name: [more] })
  assert.deepEqual(errorsOf(aPatient({ _birthDate: ext })), [])
  assert.deepEqual(errorsOf(aPatient({ birthDate: '2026', _birthDate: { id: 'a' } })), [])
  assert.deepEqual(errorsOf(aPatient({ _birthDate: { id: 'a' } })), ['structure Patient._birthDate'])
  assert.deepEqual(errorsOf(aPatient({ birthDate: '2026', _birthDate: {} })), [
    'structure Patient._birthDate',
  ])
  assert.deepEqual(errorsOf(name({ given: ['A', null], _given: [null, ext] })), [])
  assert.deepEqual(errorsOf(name({ given: ['A', null] })), ['structure Patient.name[0].given[1]'])
  assert.deepEqual(errorsOf(name({ given: [null], _given: [null] })), [
    'structure Patient.name[0].given[0]',
    'structure Patient.name[0]._given[0]',
  ])
  assert.deepEqual(errorsOf(name({ text: 'A', _given: ext })), ['structure Patient.name[0]._given'])
})

test('a dose is written doseQuantity and has no comparator', () => {
  const request = (dose: object) => ({
    resourceType: 'MedicationRequest',
    ...{ status: 'active', intent: 'order', subject: { reference: 'Patient/1' } },
    medicationCodeableConcept: { text: 'Paracetamol' },
    dosageInstruction: [{ doseAndRate: [dose] }],
  })
  assert.deepEqual(errorsOf(request({ doseQuantity: { value: 1 } })), [])
  assert.notDeepEqual(errorsOf(request({ doseQuantity: { value: 1, comparator: '<' } })), [])
  assert.notDeepEqual(errorsOf(request({ doseSimpleQuantity: { value: 1 } })), [])
})

test('an extension says where it is defined, and holds a value or extensions', () => {
  const errors = (extension: object) => errorsOf(aPatient({ extension: [extension] }))
  assert.deepEqual(errors({ url: 'http://x.vn/a', valueString: 'a' }), [])
  assert.deepEqual(errors({ valueString: 'a' }), ['required Patient.extension[0]'])
  assert.deepEqual(errors({ url: 'a', valueString: 'a' }), ['value Patient.extension[0].url'])
  assert.deepEqual(errors({ url: 'http://x.vn/a' }), ['ext-1 Patient.extension[0]'])
  const part = { url: 'a', valueString: 'a' }
  assert.deepEqual(errors({ url: 'http://x.vn/a', extension: [part] }), [])
  assert.deepEqual(errors({ url: 'http://x.vn/a', valueString: 'a', extension: [part] }), [
    'ext-1 Patient.extension[0]',
  ])
})

test('names of systems are absolute', () => {
  assert.deepEqual(errorsOf(aPatient({ identifier: [{ system: 'cccd', value: '1' }] })), [
    'value Patient.identifier[0].system',
  ])
  assert.deepEqual(errorsOf(anObservation({ code: { coding: [{ system: 'loinc', code: '1' }] } })), [
    'value Observation.code.coding[0].system',
  ])
})

test('what is too deep or has too many errors ends soon', () => {
  let extension: object = { url: 'a', valueString: 'a' }
  for (let level = 0; level < 5000; level++) extension = { url: 'a', extension: [extension] }
  const issues = validateResource(aPatient({ extension: [extension] }))
  assert.deepEqual(
    issues.map(({ severity, code }) => `${severity} ${code}`),
    ['fatal too-long'],
  )
  const many = aPatient({ name: Array.from({ length: 100_000 }, () => ({ text: 1 })) })
  const limited = validateResource(many, { maxIssues: 10 })
  assert.equal(limited.length, 11)
  assert.deepEqual(limited.at(-1)?.code, 'too-costly')
  const wide: Record<string, unknown> = { resourceType: 'Patient' }
  for (let at = 0; at < 100_000; at++) wide[`k${at}`] = 1
  const started = process.cpuUsage()
  assert.equal(validateResource(wide).length, 101)
  const { user, system } = process.cpuUsage(started)
  assert.ok(user + system < 2_000_000, 'judging each of 100,000 unknown names')
})

test('a profile that nobody knows is only told', () => {
  const claim = aPatient({ meta: { profile: ['http://x.vn/unknown'] } })
  assert.deepEqual(errorsOf(claim), [])
  assert.deepEqual(warningsOf(claim), ['not-found Patient.meta.profile[0]'])
  assert.deepEqual(errorsOf(aPatient(), { profiles: ['http://x.vn/unknown'] }), ['not-found Patient'])
})

test('property names of JavaScript itself are unknown elements, no more', () => {
  const hostile = JSON.parse(
    '{"resourceType":"Patient","__proto__":{"a":1},"constructor":1,"hasOwnProperty":2}',
  )
  assert.equal(errorsOf(hostile).length, 3)
})
