import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { identifierSystems } from '#vocabulary/fhir'
import { aliasTable, meaningOf, ourCodeSystem, ourIdentifier } from './index.ts'

const hl7vn = 'http://fhir.hl7.org.vn/core/sid'
const ministry = 'http://fhir.ehealth.gov.vn/core/sid'
const system = (sent: string, value: string) => ourIdentifier({ system: sent, value }, '99901').system

test('a citizen number is the same number under either guide', () => {
  for (const sent of [`${hl7vn}/cccd`, `${ministry}/citizen_id`, `${ministry}/national_id`])
    assert.equal(system(sent, '079190999001'), identifierSystems.citizenId)
})

test('nine digits under the system of identity cards are an old card, twelve a citizen number', () => {
  assert.equal(system(`${hl7vn}/cmnd`, '024999001'), identifierSystems.oldIdCard)
  assert.equal(system(`${hl7vn}/cmnd`, '079190999001'), identifierSystems.citizenId)
})

test('one insurance system holds cards, BHXH numbers and, since August 2025, citizen numbers', () => {
  for (const guide of [`${hl7vn}/bhyt`, `${ministry}/insurance_number`]) {
    assert.equal(system(guide, 'GD4797999000001'), identifierSystems.insuranceCard)
    assert.equal(system(guide, '7999000001'), identifierSystems.insuranceNumber)
    assert.equal(system(guide, '079190999001'), identifierSystems.citizenId)
  }
})

test('a number of the wrong form keeps the system of its sender, so that nobody is joined by it', () => {
  assert.equal(system(`${hl7vn}/cccd`, '12'), `${hl7vn}/cccd`)
  assert.equal(system(`${hl7vn}/ma-cskcb`, '8938599990017'), `${hl7vn}/ma-cskcb`)
})

test('patient numbers and visit links are the facility’s own', () => {
  assert.equal(system(`${ministry}/patient-internal-id`, 'BN1'), identifierSystems.mrn('99901'))
  assert.equal(system(`${hl7vn}/ma-lk`, 'LK1'), identifierSystems.visit('99901'))
  assert.equal(meaningOf({ system: identifierSystems.mrn('99902') }), 'localPatient')
})

test('a type speaks where no system does; MR also beside a hospital’s own system', () => {
  const type = (code: string) => ({
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code }],
  })
  assert.equal(meaningOf({ type: type('NI'), value: '079190999001' }), 'personal')
  assert.equal(meaningOf({ type: type('NI'), system: 'urn:oid:1.2', value: '079190999001' }), null)
  assert.equal(meaningOf({ type: type('MR'), system: 'http://hospital.example', value: '1' }), 'localPatient')
})

test('every alias names its guide, and no system stands twice', () => {
  const { guides, identifiers, types, codeSystems } = aliasTable()
  for (const { guide } of [...identifiers, ...types, ...codeSystems]) assert.ok(guides[guide], guide)
  const all = [...identifiers, ...codeSystems].map((a) => a.system)
  assert.equal(new Set(all).size, all.length)
  assert.equal(ourCodeSystem('urn:oid:2.16.840.1.113883.6.1'), 'http://loinc.org')
  assert.equal(ourCodeSystem('http://example.org/codes'), 'http://example.org/codes')
})

test('whatever stands in an identifier, its value never changes and mapping twice is mapping once', () => {
  const systems = aliasTable().identifiers.map((a) => a.system)
  const values = fc.oneof(
    fc.string(),
    fc.constantFrom('079190999001', '7999000001', 'GD4797999000001', '99901'),
  )
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...systems), fc.webUrl()), values, (sent, value) => {
      const once = ourIdentifier({ system: sent, value }, '99901')
      assert.equal(once.value, value)
      assert.deepEqual(ourIdentifier(once, '99901'), once)
    }),
  )
})
