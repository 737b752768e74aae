import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { projectRoot } from '#foundation/project'
import type { FhirBundleMessage } from '#vocabulary/messages'
import { codesOf, fixture, readAll } from '../documents/testing.ts'
import { fhirBundleFormat } from './index.ts'

const outpatient = fixture('fhir-bundle/01-outpatient-transaction.json')
const newborn = fixture('fhir-bundle/03-two-patients-collection.json')
const read = (file: string | Uint8Array, facility: string | null = '99901') =>
  readAll(fhirBundleFormat, file, facility).records

type Json = Record<string, unknown>
/** The outpatient Bundle with something changed. */
function changed(
  change: (bundle: { entry: { resource: Json; [name: string]: unknown }[] } & Json) => void,
): string {
  const bundle = JSON.parse(outpatient.toString('utf8'))
  change(bundle)
  return JSON.stringify(bundle)
}

test('an outpatient transaction is read with its number, its time and the sender’s digits', () => {
  const [record, ...others] = read(outpatient, null)
  assert.equal(others.length, 0)
  assert.deepEqual(codesOf(record, 'error'), [])
  const message = record?.message as FhirBundleMessage
  assert.equal(message.facilityCode, '99901', 'from Patient.managingOrganization')
  assert.equal(message.visitLinkId, 'fhir:99901-2026-000123')
  assert.equal(message.saidAt, '2026-08-15T10:05:00+07:00')
  assert.match(message.digits!.write(message.bundle), /"value":7\.50,/)
})

test('a document in XML says the same as JSON would', () => {
  const [record] = read(fixture('fhir-bundle/02-document.xml'), '99902')
  assert.deepEqual(codesOf(record, 'error'), [])
  const message = record?.message as FhirBundleMessage
  assert.equal(message.visitLinkId, 'fhir:RV-2026-0042')
  assert.match(message.digits!.write(message.bundle), /"value":39\.50,/)
})

test('mother and newborn in one file become two records over the same bytes', () => {
  const { events, records } = readAll(fhirBundleFormat, newborn)
  const cut = events.filter((event) => event.kind === 'record')
  assert.deepEqual(
    cut.map((event) => [event.number, event.offset, event.length]),
    [
      [1, 0, cut[0]!.length],
      [2, 0, cut[0]!.length],
    ],
  )
  const messages = records.map((record) => record.message as FhirBundleMessage)
  assert.deepEqual(
    messages.map((m) => m.visitLinkId),
    ['fhir:SO-SINH-2026-08#1', 'fhir:SO-SINH-2026-08#2'],
  )
  assert.deepEqual(
    messages.map((m) => m.rows),
    [
      [1, 2, 4],
      [1, 3, 5],
    ],
  )
})

test('two Bundles of several patients in one file are set aside with the advice to send each alone', () => {
  const [first] = read(`${newborn.toString('utf8')}\n${outpatient.toString('utf8')}`)
  assert.deepEqual(codesOf(first), ['FHIR_PATIENTS_IN_LIST'])
})

test('Bundles in a list or a line each are a record each', () => {
  const one = JSON.stringify(JSON.parse(outpatient.toString('utf8')))
  assert.equal(read(`[${one},${one}]`).filter((r) => r.message).length, 2)
  assert.equal(read(`${one}\n${one}\n`).filter((r) => r.message).length, 2)
})

test('without a number of its own a Bundle is kept under its visit, else under its content', () => {
  const withoutNumber = changed((bundle) => delete bundle.identifier)
  assert.equal(read(withoutNumber)[0]?.visitLinkId, 'fhir:visit:LK-99901-0001')
  const withoutVisit = changed((bundle) => {
    delete bundle.identifier
    delete bundle.entry[3]!.resource.identifier
  })
  assert.match(read(withoutVisit)[0]!.visitLinkId!, /^fhir:sha256:[0-9a-f]{40}$/)
  assert.equal(read(withoutVisit)[0]?.visitLinkId, read(withoutVisit)[0]?.visitLinkId)
})

test('an invalid element sets the record aside and names the entry and the element', () => {
  const [record] = read(changed((bundle) => (bundle.entry[3]!.resource.status = 'xong')))
  assert.equal(record?.message, null)
  const [error] = record!.problems.filter((p) => p.severity === 'error')
  assert.equal(error?.code, 'FHIR_INVALID')
  assert.equal(error?.row, 4)
  assert.equal(error?.field, 'Encounter.status')
})

const refusals: readonly [name: string, file: () => string, code: string][] = [
  ['a single resource', () => JSON.stringify({ resourceType: 'Patient', id: '1' }), 'FHIR_NOT_BUNDLE'],
  ['a Bundle nobody is in', () => changed((b) => b.entry.shift()), 'FHIR_NO_PATIENT'],
  ['an answer of a server', () => changed((b) => (b.type = 'transaction-response')), 'FHIR_BUNDLE_TYPE'],
  [
    'a request to delete',
    () => changed((b) => (b.entry[5]!.request = { method: 'DELETE', url: 'Observation/1' })),
    'FHIR_ENTRY_NOT_TAKEN',
  ],
  [
    'an observation of a patient who is not in the Bundle',
    () =>
      changed((b) => (b.entry[5]!.resource.subject = { reference: 'https://other.example/fhir/Patient/9' })),
    'FHIR_OTHER_PATIENT',
  ],
  [
    'another facility’s patient',
    () =>
      changed((b) => {
        const [number] = b.entry[1]!.resource.identifier as Json[]
        number!.value = '99909'
      }),
    'FHIR_FACILITY_MISMATCH',
  ],
  [
    'nobody to call the patient by',
    () => changed((b) => delete b.entry[0]!.resource.identifier),
    'FHIR_PATIENT_NUMBER_MISSING',
  ],
  ['members sent twice', () => `{"resourceType":"Bundle","type":"batch","type":"collection"}`, 'FHIR_BROKEN'],
]

for (const [name, file, code] of refusals)
  test(`refused with a reason: ${name}`, () => {
    const [record] = read(file())
    assert.equal(record?.message, null)
    assert.ok(codesOf(record, 'error').includes(code), codesOf(record).join(' '))
  })

test('without a credential and without a facility’s code nobody’s Bundle is nobody’s', () => {
  const file = changed((bundle) => {
    delete bundle.entry[0]!.resource.managingOrganization
    delete bundle.entry[3]!.resource.serviceProvider
  })
  assert.deepEqual(codesOf(read(file, null)[0], 'error'), ['FHIR_FACILITY_MISSING'])
  assert.deepEqual(codesOf(read(file, '99901')[0], 'error'), [])
})

test('a reference out of the Bundle is a warning: the patient’s data are worth more than the link', () => {
  const file = changed((bundle) => (bundle.entry[5]!.resource.specimen = { reference: 'Specimen/77' }))
  assert.deepEqual(codesOf(read(file)[0], 'error'), [])
  assert.ok(codesOf(read(file)[0], 'warning').includes('FHIR_REFERENCE_OUTSIDE'))
})

test('every entry and named element has its place on the page Nguồn', () => {
  const bytes = Buffer.from(JSON.stringify(JSON.parse(outpatient.toString('utf8'))))
  const [table] = fhirBundleFormat.locate(bytes, {
    format: 'fhir-bundle',
    encoding: 'utf-8',
    facilityCode: null,
    number: 1,
  })
  assert.equal(table?.rows.length, 8)
  const value = table!.fields.find((f) => f.row === 6 && f.field === 'Observation.valueQuantity.value')!
  assert.equal(table!.text.slice(value.start, value.end), '7.5')
  const status = table!.fields.find((f) => f.row === 4 && f.field === 'Encounter.status')!
  assert.equal(table!.text.slice(status.start, status.end), 'finished')
})

const synthea = join(projectRoot(), '../shared/reference/fhir/synthea')
test('whole lives of synthetic patients, made by somebody else, are read without an error', {
  skip: existsSync(synthea) ? false : 'needs ../shared/reference/fhir/synthea',
}, () => {
  const files = readdirSync(synthea).filter((name) => name.endsWith('.json.gz'))
  const chosen = files.filter((name) => !name.startsWith('0-')).slice(0, 6)
  assert.equal(chosen.length, 6)
  for (const name of chosen) {
    const records = read(gunzipSync(readFileSync(join(synthea, name))))
    assert.equal(records.length, 1)
    assert.deepEqual(records[0]!.problems.filter((p) => p.severity === 'error').slice(0, 3), [], name)
  }
})
