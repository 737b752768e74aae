import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  citizenIdSays,
  doubtsAboutCitizenId,
  insuranceNumberOf,
  parseCitizenId,
  parseInsuranceCard,
  parseInsuranceNumber,
  parseOldIdCard,
  parsePassport,
} from './index.ts'

const value = <T>(result: { ok: true; value: T } | { ok: false }): T => {
  assert.ok(result.ok)
  return result.value
}

test('reads what a citizen number says of sex and birth year', () => {
  const says = (text: string) => citizenIdSays(value(parseCitizenId(text)))
  assert.deepEqual(says('079190999001'), { birthRegistration: '079', sex: 'female', birthYear: 1990 })
  assert.deepEqual(says('001 085 999 002'), { birthRegistration: '001', sex: 'male', birthYear: 1985 })
  assert.deepEqual(says('048205123456'), { birthRegistration: '048', sex: 'male', birthYear: 2005 })
  assert.deepEqual(says('048317123456'), { birthRegistration: '048', sex: 'female', birthYear: 2017 })
})

test('refuses numbers of another length and numbers filled in to get past the box', () => {
  for (const text of ['', '07919099900', '0791909990011', 'CCCD07919099', '40060999004'])
    assert.equal(parseCitizenId(text).ok, false, text)
  for (const text of ['000000000000', '111111111111', '123456789012', '000190999001'])
    assert.equal(parseCitizenId(text).ok, false, text)
})

test('doubts a number whose digits disagree with the person, but takes it', () => {
  const id = value(parseCitizenId('079190999001'))
  assert.deepEqual(doubtsAboutCitizenId(id, { sex: 'female', birthDate: '1990-03-15' }), [])
  assert.deepEqual(doubtsAboutCitizenId(id, { sex: 'male', birthDate: '1960' }), ['sex', 'birth-year'])
  assert.deepEqual(doubtsAboutCitizenId(id, { sex: 'unknown', birthDate: null }), [])
})

test('takes an insurance card apart', () => {
  const card = value(parseInsuranceCard('GD4797999000001', '99901'))
  assert.equal(card.group, 'GD')
  assert.equal(card.level, '4')
  assert.equal(card.issuingProvince, '79')
  assert.equal(insuranceNumberOf(card), '7999000001')
  assert.equal(value(parseInsuranceCard('ht 2 40 9999000004')).number, 'HT2409999000004')
})

test("a newborn's temporary card identifies nobody", () => {
  for (const card of [
    value(parseInsuranceCard('TE1480000000001', '48000')),
    value(parseInsuranceCard('TE1480000000001')),
    value(parseInsuranceCard('TE1484899000123', '48000')),
  ]) {
    assert.equal(card.temporary, true)
    assert.equal(insuranceNumberOf(card), null)
  }
  const child = value(parseInsuranceCard('TE1484899000123', '48001'))
  assert.equal(insuranceNumberOf(child), '4899000123')
})

test('refuses cards of another shape and dummy numbers', () => {
  for (const text of [
    '',
    'GD479799900000',
    'GD0797999000001',
    'GD6797999000001',
    '797999000001',
    'GD4790000000000',
  ])
    assert.equal(parseInsuranceCard(text).ok, false, text)
  assert.equal(parseInsuranceNumber('0000000000').ok, false)
  assert.equal(parseInsuranceNumber('7999000001').ok, true)
})

test('old identity cards and passports', () => {
  assert.equal(parseOldIdCard('023456781').ok, true)
  assert.equal(parseOldIdCard('123456789').ok, false)
  assert.equal(parsePassport('c1234567').ok, true)
  assert.equal(parsePassport('12345678').ok, false)
})
