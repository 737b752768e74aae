import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Encounter, Observation, Patient, Provenance } from 'fhir/r4'
import {
  amount,
  codeSystems,
  decimalText,
  exactNumber,
  extractIndex,
  identifierSystems,
  moneyOf,
  narrativeOf,
  narrativeText,
  sentDecimal,
  tokenFor,
  ucumOf,
} from './index.ts'

test('what the search parser asks is what the extraction wrote', () => {
  const observation: Observation = {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: codeSystems.loinc, code: '718-7' }] },
    subject: { reference: 'Patient/p1' },
    encounter: { reference: 'Encounter/e1' },
    effectiveDateTime: '2026-08-01',
  }
  const { tokens, start, end } = extractIndex(observation)
  for (const [param, value] of [
    ['code', 'http://loinc.org|718-7'],
    ['code', '718-7'],
    ['status', 'final'],
    ['subject', 'Patient/p1'],
    ['patient', 'Patient/p1'],
    ['encounter', 'Encounter/e1'],
  ] as const)
    assert.ok(tokens.includes(tokenFor(param, value)), `${param}=${value}`)
  assert.equal(start, '2026-08-01T00:00:00+07:00')
  assert.equal(end, '2026-08-01T23:59:59.999+07:00')
})

test('identifiers with a slash are not references', () => {
  const patient: Patient = {
    resourceType: 'Patient',
    meta: { source: 'https://mach.vn/receipt/1#2' },
    identifier: [{ system: identifierSystems.mrn('99901'), value: 'GCT/12' }],
    birthDate: '1960',
  }
  const { tokens, start, end } = extractIndex(patient)
  assert.ok(tokens.includes(tokenFor('identifier', 'GCT/12')))
  assert.ok(tokens.includes(tokenFor('identifier', `${identifierSystems.mrn('99901')}|GCT/12`)))
  assert.ok(tokens.includes(tokenFor('_source', 'https://mach.vn/receipt/1#2')))
  assert.equal(start, '1960-01-01T00:00:00+07:00')
  assert.equal(end, '1960-12-31T23:59:59.999+07:00')
})

test('a visit still open has no end; provenance points at its targets', () => {
  const encounter: Encounter = {
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { code: 'IMP' },
    period: { start: '2026-08-01T08:00:00+07:00' },
  }
  const open = extractIndex(encounter)
  assert.deepEqual([open.start, open.end], ['2026-08-01T08:00:00+07:00', null])
  assert.ok(open.tokens.includes(tokenFor('class', 'IMP')))
  const provenance: Provenance = {
    resourceType: 'Provenance',
    recorded: '2026-08-01T08:00:00+07:00',
    target: [{ reference: 'Encounter/e1' }],
    agent: [{ who: { display: 'x' } }],
  }
  assert.ok(extractIndex(provenance).tokens.includes(tokenFor('target', 'Encounter/e1')))
})

test('decimals never lose a digit', () => {
  assert.equal(exactNumber('147000.74'), 147000.74)
  assert.equal(exactNumber('52.00'), 52)
  assert.equal(exactNumber('12345678901234567.89'), undefined)
  assert.equal(exactNumber('0.1234567890123456789'), undefined)
  assert.equal(exactNumber('abc'), undefined)
  assert.deepEqual(sentDecimal('58'), { value: 58 })
  for (const text of ['98000.00', '0', '147000.74', '12345678901234567.89', '000.5', '22102.5'])
    assert.equal(decimalText(moneyOf(text)), text)
  for (const text of ['98000.00', '47.5', '12345678901234567.89'])
    assert.equal(decimalText(amount('fund', text)), text)
  assert.equal(decimalText(undefined), null)
})

test('narrative gives its text back', () => {
  const text = 'K35.8 < mổ > & "ổn"\ndòng hai'
  assert.equal(narrativeText(narrativeOf(text)), text)
  assert.ok(!narrativeOf('<script>').div.includes('<script>'))
})

test('units become UCUM only when they mean one thing', () => {
  assert.equal(ucumOf('G/L'), '10*9/L')
  assert.equal(ucumOf('g/L'), 'g/L')
  assert.equal(ucumOf('µmol/L'), 'umol/L')
  assert.equal(ucumOf('viên'), null)
})
