import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anObservation, aPatient, errorsOf, warningsOf } from './testing.ts'
import type { BindingCheck } from './validation.types.ts'

/** Knows two value sets; of the rest it cannot tell. */
const bindings: BindingCheck = (valueSet, system, code) => {
  if (valueSet.endsWith('/administrative-gender')) return code === 'female'
  if (valueSet.endsWith('/marital-status')) return system === 'http://x.vn' && code === 'M'
  if (valueSet.endsWith('/condition-clinical')) return code === 'active'
  if (valueSet.endsWith('/currencies')) return code === 'VND'
  return undefined
}

test('a code outside a required list is an error, and what cannot be told is not', () => {
  assert.deepEqual(errorsOf(aPatient({ gender: 'female' }), { bindings }), [])
  assert.deepEqual(errorsOf(aPatient({ gender: 'nữ' }), { bindings }), ['code-invalid Patient.gender'])
  assert.deepEqual(errorsOf(anObservation({ status: 'whatever' }), { bindings }), [])
  assert.deepEqual(errorsOf(aPatient({ gender: 'nữ' }), { checkBindings: false }), [])
})

test('a concept needs one code of a required list', () => {
  const condition = (clinicalStatus: object) => ({
    resourceType: 'Condition',
    subject: { reference: 'Patient/1' },
    clinicalStatus,
  })
  const errors = (concept: object) => errorsOf(condition(concept), { bindings })
  assert.deepEqual(errors({ coding: [{ code: 'x' }, { code: 'active' }] }), [])
  assert.deepEqual(errors({ coding: [{ code: 'x' }] }), ['code-invalid Condition.clinicalStatus'])
  assert.deepEqual(errors({ text: 'đang mắc' }), ['code-invalid Condition.clinicalStatus'])
})

test('another code than those of an extensible list is advice, words alone are not', () => {
  const patient = (maritalStatus: object) => aPatient({ maritalStatus })
  const warnings = (concept: object) => warningsOf(patient(concept), { bindings })
  assert.deepEqual(warnings({ coding: [{ system: 'http://x.vn', code: 'M' }] }), [])
  assert.deepEqual(warnings({ coding: [{ system: 'http://y.vn', code: 'M' }] }), [
    'code-invalid Patient.maritalStatus',
  ])
  assert.deepEqual(warnings({ text: 'độc thân' }), [])
  assert.deepEqual(errorsOf(patient({ coding: [{ system: 'http://y.vn', code: 'M' }] }), { bindings }), [])
})

test('the product knows the lists of R4 itself', () => {
  assert.deepEqual(errorsOf(aPatient({ gender: 'nữ' })), ['code-invalid Patient.gender'])
  assert.deepEqual(errorsOf(aPatient({ gender: 'female' })), [])
})
