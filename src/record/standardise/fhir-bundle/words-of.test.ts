import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { emptyWords } from '#vocabulary/demographics/answers'
import { identifierSystems } from '#vocabulary/fhir'
import { bundleEntries, targetFinder } from '#vocabulary/fhir-bundle'
import { assertPlain, assertSaysNumbersOf } from '../testing.ts'
import { standardiseBundle } from './index.ts'
import { identifiersOf } from './person-of.ts'
import { wordsOfBundle } from './words-of.ts'

const bundleOf = (patient: object, others: readonly object[] = [], saidAt: string | null = null) => {
  const resources = [{ resourceType: 'Patient', id: 'p1', ...patient }, ...others]
  return standardiseBundle({
    ...{ kind: 'fhir-bundle', facilityCode: '99901', visitLinkId: 'fhir:1', saidAt },
    bundle: {
      resourceType: 'Bundle',
      type: 'collection',
      entry: resources.map((resource) => ({ resource })),
    },
  })
}
const personOf = (...told: Parameters<typeof bundleOf>) => {
  const draft = bundleOf(...told)
  assert.ok(draft.ok, draft.ok ? '' : draft.problem.code)
  return draft.value.person
}

const relative = (code: string, name: string, more: object = {}) => ({
  resourceType: 'RelatedPerson',
  patient: { reference: 'Patient/p1' },
  relationship: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code }] }],
  name: [{ text: name }],
  ...more,
})

test('a Patient with its cards, its parents and the day of its visit', () => {
  const citizenId = (value: string) => ({ system: identifierSystems.citizenId, value })
  const { words } = personOf(
    {
      identifier: [citizenId('079190999001'), { use: 'temp', value: '024' }],
      name: [{ use: 'official', family: 'Nguyễn', given: ['Thị', 'Thử'] }],
      gender: 'other',
      birthDate: '1990-03-15',
      telecom: [{ system: 'phone', value: '0900 000 001' }],
      address: [{ text: 'Số 1 đường Mẫu' }],
      multipleBirthInteger: 1,
      contact: [
        { relationship: [{ coding: [{ code: 'FTH' }] }], name: { text: 'Nguyễn Văn Cha' } },
        { relationship: [{ coding: [{ code: 'N' }] }], name: { text: 'Ai Đó' } },
      ],
    },
    [
      {
        resourceType: 'Coverage',
        beneficiary: { reference: 'Patient/p1' },
        subscriberId: 'GD4 79 7999000001',
        identifier: [{ system: identifierSystems.insuranceCard, value: 'GD4797999000002' }],
      },
      relative('SPS', 'Lê Văn Chồng'),
      relative('MTH', 'Trần Thị Mẹ', { identifier: [citizenId('079160999007')] }),
      relative('NMTH', 'Người Khác', { patient: { reference: 'Patient/p2' } }),
      { resourceType: 'Encounter', period: { start: '2026-08-15T08:30:00+07:00' } },
    ],
    '2026-09-01T00:00:00Z',
  )
  assert.deepEqual(words, {
    ...emptyWords,
    fullName: 'Nguyễn Thị Thử',
    birthDate: '1990-03-15',
    sex: 'other',
    citizenNumber: '079190999001',
    insuranceNumber: 'GD4797999000002;GD4 79 7999000001',
    phone: '0900 000 001',
    address: { ...emptyWords.address, text: 'Số 1 đường Mẫu' },
    mother: { fullName: 'Trần Thị Mẹ', citizenNumber: '079160999007' },
    father: { fullName: 'Nguyễn Văn Cha', citizenNumber: null },
    birthOrder: 1,
    recordedOn: '2026-08-15',
  })
})

test('a Patient of whom nothing is said leaves empty words; the Bundle’s time is the day when no visit is', () => {
  assert.deepEqual(personOf({}).words, emptyWords)
  assert.equal(personOf({}, [], '2026-09-01T00:00:00Z').words.recordedOn, '2026-09-01')
})

test('whatever stands in a Patient, its Coverage and its relatives, the words are plain texts', () => {
  const piece = fc.oneof(
    fc.anything(),
    fc.constantFrom('079190999001', 'GD4797999000001', 'MTH', identifierSystems.citizenId, 'x'.repeat(5_000)),
  )
  const names = [
    'system',
    'value',
    'use',
    'text',
    'family',
    'given',
    'coding',
    'code',
    'name',
    'relationship',
  ]
  const members = fc.dictionary(fc.constantFrom(...names), fc.oneof(piece, fc.array(piece, { maxLength: 3 })))
  const list = fc.oneof(piece, fc.array(fc.oneof(piece, members), { maxLength: 4 }))
  const fields = ['identifier', 'name', 'telecom', 'address', 'contact', 'extension', 'birthDate', 'gender']
  const resource = fc.dictionary(
    fc.constantFrom(...fields, 'relationship', 'subscriberId', 'subscriber'),
    list,
  )
  // The intake lets only valid resources on; the words do not rely on it.
  fc.assert(
    fc.property(resource, resource, resource, (patient, coverage, parent) => {
      const sent = [
        { ...patient, resourceType: 'Patient', id: 'p1' },
        { ...coverage, resourceType: 'Coverage' },
        { ...parent, resourceType: 'RelatedPerson', patient: { reference: 'Patient/p1' } },
      ]
      const entries = bundleEntries({ entry: sent.map((each) => ({ resource: each })) })
      const cards = identifiersOf(entries[1]!.resource, '99901')
      assertPlain(wordsOfBundle(entries[0]!, cards, entries, targetFinder(entries), null))
    }),
    { numRuns: 300 },
  )
})

test('the words hold each number that was found valid, whatever system of which guide it came under', () => {
  const systems = [
    identifierSystems.citizenId,
    identifierSystems.insuranceCard,
    identifierSystems.insuranceNumber,
    'http://fhir.hl7.org.vn/core/sid/cccd',
    'http://fhir.hl7.org.vn/core/sid/bhyt',
    'http://fhir.ehealth.gov.vn/core/sid/insurance_number',
  ]
  const values = [
    '079190999001',
    '079 190 999 001',
    'GD4797999000001',
    '7999000001',
    'TE1480000000001',
    '000000000000',
  ]
  const identifier = fc.record({ system: fc.constantFrom(...systems), value: fc.constantFrom(...values) })
  const identifiers = fc.array(identifier, { maxLength: 4 })
  fc.assert(
    fc.property(identifiers, identifiers, (own, cards) => {
      assertSaysNumbersOf(personOf({ identifier: own }, [{ resourceType: 'Coverage', identifier: cards }]))
    }),
  )
})
