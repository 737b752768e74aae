import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMember, terminology } from '#vocabulary/terminology'

const set = (name: string) => `http://hl7.org/fhir/ValueSet/${name}`
const right = (name: string, codes: readonly string[]) => {
  for (const code of codes) assert.equal(isMember(set(name), undefined, code), true, `${name}: ${code}`)
}
const wrong = (name: string, codes: readonly string[]) => {
  for (const code of codes) assert.equal(isMember(set(name), undefined, code), false, `${name}: ${code}`)
}

test('MIME types are known by their form, FHIR formats by their short names', () => {
  right('mimetypes', [
    'image/png',
    'application/fhir+json',
    'application/fhir+xml; fhirVersion=4.0',
    'text/plain;charset=UTF-8',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'multipart/mixed; boundary="a b"',
    'text/cql',
    'xml',
    'json',
  ])
  wrong('mimetypes', [
    '',
    'png',
    'image/',
    '/png',
    'image/p ng',
    'image/png;',
    'ảnh/png',
    'a/b/c',
    `a/${'b'.repeat(300)}`,
  ])
})

test('languages are known by the form of BCP 47', () => {
  right('all-languages', [
    'vi',
    'vi-VN',
    'en-US',
    'zh-Hant-TW',
    'x-bahnar',
    'cmo-Khmr',
    'de-CH-1996',
    'i-klingon',
  ])
  wrong('all-languages', ['', 'v', 'vi_VN', 'vi-', 'tiếng Việt', 'en-US-', '-vi', 'a'.repeat(5000)])
})

test('đồng is a currency and a typing mistake is not', () => {
  right('currencies', ['VND', 'USD', 'EUR', 'XXX'])
  wrong('currencies', ['VNĐ', 'vnd', 'USDT', ''])
})

test('units are known by the form of UCUM', () => {
  right('ucum-units', [
    'mg/dL',
    '10*9/L',
    '10^3/uL',
    'mm[Hg]',
    'm[IU]/L',
    '[in_i]',
    '{score}',
    '%',
    '/min',
    'kg/m2',
    'kg.m/s2',
    'Cel',
    'g/(24.h)',
    '(8.h){shift}',
    '1',
    'U/10*10{cells}',
    'm[H2O]',
    "'",
    'mL/min/{1.73_m2}',
    'cm[H2O]/L/s',
    'mol.s-1',
  ])
  wrong('ucum-units', [
    '',
    'mg / dL',
    'mg//dL',
    'mg/',
    '(mg',
    'mg)',
    '{',
    '{a}}',
    '[x',
    'µg',
    '$',
    'mg..dL',
    'ml/phút',
  ])
})

test('every unit of the common UCUM codes of HL7 is written as a unit', () => {
  const codes = terminology().codesOf(set('ucum-common'))!
  assert.ok(codes.length > 1000)
  assert.deepEqual(
    codes.filter(({ code }) => isMember(set('ucum-units'), undefined, code) !== true),
    [],
  )
})

test('every currency the machine knows by name is known', () => {
  const missing = Intl.supportedValuesOf('currency').filter(
    (code) => isMember(set('currencies'), undefined, code) !== true,
  )
  // Currencies that were withdrawn stay in the machine's table for old amounts.
  assert.ok(missing.length < 20, missing.join(' '))
})
