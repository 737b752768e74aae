import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  citizenBirthYear,
  type IdentifierFound,
  identifierSystems,
  isSeededDummy,
  NumberFlag,
  packNumber,
  readBirthCertificateField,
  readCitizenField,
  readInsuranceField,
  readNumbers,
  readPassportField,
  readPhoneField,
} from './index.ts'

const values = (found: readonly IdentifierFound[]) => found.map((one) => `${one.system} ${one.value}`)
const woman1990 = { birthYear: 1990, sex: 'female' }

test('reads a citizen number however it was typed', () => {
  for (const raw of [
    '079190999001',
    ' 079 190 999 001 ',
    '079.190.999.001',
    '079-190-999-001',
    'CCCD: 079190999001',
    'Số định danh 079 190 999 001',
    '079190999001 cấp ngày 01/05/2021',
    '０７９１９０９９９００１',
    '079190999001; 079190999001',
  ])
    assert.deepEqual(values(readCitizenField(raw, woman1990)), ['citizen-id 079190999001'], raw)
})

test('reads several numbers of one field, each under its own system', () => {
  assert.deepEqual(values(readCitizenField('079190999001/024999001')), [
    'citizen-id 079190999001',
    'cmnd 024999001',
  ])
  assert.deepEqual(values(readCitizenField('079190999001 (CMND cũ 024 999 001)')), [
    'citizen-id 079190999001',
    'cmnd 024999001',
  ])
  assert.deepEqual(values(readCitizenField('024999001 079190999001')), [
    'cmnd 024999001',
    'citizen-id 079190999001',
  ])
  assert.deepEqual(values(readCitizenField('Hộ chiếu C1234967')), ['passport C1234967'])
  assert.deepEqual(values(readCitizenField('GD4797999000001')), ['bhxh 7999000001'])
  assert.deepEqual(values(readCitizenField('7999000001')), ['bhxh 7999000001'])
})

test('a phone or nothing at all in the box for citizen numbers is no number', () => {
  for (const raw of [
    null,
    '',
    'không có',
    '0909999001',
    '0899999001',
    '79190',
    '0791909990011',
    'x'.repeat(100000),
  ])
    assert.deepEqual(readCitizenField(raw, woman1990), [])
})

test('puts back the zeros that a number column ate, where province, sex and year fit', () => {
  const [one, ...more] = readCitizenField('79190999001', woman1990)
  assert.deepEqual(more, [])
  assert.equal(one?.value, '079190999001')
  assert.equal(one?.flags, NumberFlag.restored)
  assert.equal(readCitizenField('79190999001.0', woman1990)[0]?.value, '079190999001')
  const hanoi = readCitizenField('1085999002', { birthYear: 1985, sex: 'male' })
  assert.deepEqual(values(hanoi), ['citizen-id 001085999002'])
  for (const owner of [
    { birthYear: 1991, sex: 'female' },
    { birthYear: 1990, sex: 'male' },
    { birthYear: null, sex: 'female' },
    { birthYear: 1990, sex: 'unknown' },
  ])
    assert.deepEqual(readCitizenField('79190999001', owner), [], JSON.stringify(owner))
  // 097 is no province.
  assert.deepEqual(readCitizenField('97190999001', woman1990), [])
})

test('a doubtful number is kept and says why it is doubted', () => {
  const flags = (raw: string, owner = woman1990) => readCitizenField(raw, owner)[0]?.flags
  assert.equal(flags('079190999001'), 0)
  assert.equal(
    flags('079190999001', { birthYear: 1991, sex: 'male' }),
    NumberFlag.sexDiffers | NumberFlag.yearDiffers,
  )
  assert.equal(flags('097190999001'), NumberFlag.provinceUnknown)
  assert.equal(flags('110190999001'), 0, 'born abroad')
  assert.equal(flags('079990999001')! & NumberFlag.impossible, NumberFlag.impossible)
  assert.equal(
    readCitizenField('079190999001')[0]?.flags,
    0,
    'a record that says nothing contradicts nothing',
  )
})

test('reads an insurance card, a BHXH number alone, a citizen number, and several', () => {
  assert.deepEqual(values(readInsuranceField('GD4797999000001')), ['bhxh 7999000001'])
  assert.deepEqual(values(readInsuranceField('gd 4 79 7999000001')), ['bhxh 7999000001'])
  assert.deepEqual(values(readInsuranceField('7999000001')), ['bhxh 7999000001'])
  assert.deepEqual(values(readInsuranceField('079190999001')), ['citizen-id 079190999001'])
  assert.deepEqual(values(readInsuranceField('GD4797999000001;HT2797999000001;DN4797999000002')), [
    'bhxh 7999000001',
    'bhxh 7999000002',
  ])
  assert.deepEqual(
    values(readInsuranceField('GD9797999000001')),
    ['bhxh 7999000001'],
    'a wrong benefit level',
  )
})

test("a newborn's temporary card is nobody's number", () => {
  assert.deepEqual(readInsuranceField('TE1480000000001'), [])
  assert.deepEqual(values(readInsuranceField('TE1480000000001;GD4797999000001')), ['bhxh 7999000001'])
  assert.equal(readInsuranceField('0000000012')[0]?.flags, NumberFlag.dummy)
})

test('reads passports of Vietnam and of others, and words are none', () => {
  assert.deepEqual(values(readPassportField('c1234967')), ['passport C1234967'])
  assert.deepEqual(values(readPassportField('C12349678 (VN)')), ['passport C12349678'])
  assert.deepEqual(values(readPassportField('12AB34967')), ['passport 12AB34967'])
  assert.deepEqual(values(readPassportField('079190999001')), ['citizen-id 079190999001'])
  for (const raw of ['không', 'NGUYEN1990', 'ABC', null]) assert.deepEqual(readPassportField(raw), [])
})

test("reads a birth certificate's number with and without its dots", () => {
  for (const raw of ['00012.GCS.99901.26', '00012gcs9990126', '00012/GCS/99901/26', ' 00012 GCS 99901 26'])
    assert.deepEqual(values(readBirthCertificateField(raw)), ['birth-certificate 00012.GCS.99901.26'], raw)
  assert.deepEqual(readBirthCertificateField('00012.99901.26'), [])
  assert.equal(readBirthCertificateField('00000.GCS.99901.26')[0]?.flags, NumberFlag.dummy)
})

test('a phone is one number in all its spellings', () => {
  for (const raw of [
    '0909999001',
    '0909 999 001',
    '0909.999.001',
    '+84909999001',
    '+84 (0)909 999 001',
    '84909999001',
    '840909999001',
    '0084909999001',
    '909999001',
    'ĐT: 0909999001 (mẹ)',
  ])
    assert.deepEqual(values(readPhoneField(raw)), ['phone 0909999001'], raw)
  assert.deepEqual(values(readPhoneField('0909999001 - 0912999002; (028) 3999 9003')), [
    'phone 0909999001',
    'phone 0912999002',
    'phone 02839999003',
  ])
  assert.deepEqual(values(readPhoneField('+855 12 999 001')), ['phone +85512999001'])
  for (const raw of ['115', '19009095', '18001234', 'không có', null])
    assert.deepEqual(readPhoneField(raw), [])
})

test('a mobile number of before 2018 is the number of today', () => {
  assert.deepEqual(values(readPhoneField('01699999001')), ['phone 0399999001'])
  assert.deepEqual(values(readPhoneField('+84 120 999 9001')), ['phone 0709999001'])
  assert.deepEqual(values(readPhoneField('1889999001')), ['phone 0589999001'])
  assert.deepEqual(readPhoneField('01609999001'), [], '0160 was never given out')
})

test('numbers filled in to get past a box are marked', () => {
  const flags = (found: readonly IdentifierFound[]) => found[0]?.flags ?? 0
  for (const raw of [
    '000000000000',
    '111111111111',
    '123456789012',
    '121212121212',
    '079190000000',
    '000190999001',
  ])
    assert.ok(flags(readCitizenField(raw)) & NumberFlag.dummy, raw)
  for (const raw of ['123456789', '000000000', '987654321', '123123123'])
    assert.ok(flags(readCitizenField(raw)) & NumberFlag.dummy, raw)
  for (const raw of ['0900000000', '0912345678', '0999999999', '0987654321'])
    assert.ok(flags(readPhoneField(raw)) & NumberFlag.dummy, raw)
  for (const raw of ['0909999001', '0912999002']) assert.equal(flags(readPhoneField(raw)), 0)
})

test('takes 9 and 12 digits of one record apart and names a number once, with the fewest doubts', () => {
  const record = {
    sex: 'female',
    citizenNumber: '024999001',
    insuranceNumber: '079190999001;79190999001',
    passportNumber: null,
    birthCertificateNumber: null,
    phone: '0909999001',
  } as const
  assert.deepEqual(values(readNumbers(record, 1990)), [
    'cmnd 024999001',
    'citizen-id 079190999001',
    'phone 0909999001',
  ])
  assert.equal(readNumbers(record, 1990)[1]?.flags, 0)
})

const readers = [
  readCitizenField,
  readInsuranceField,
  readPassportField,
  readBirthCertificateField,
  readPhoneField,
]
const nearly = fc.stringMatching(/^[0-9A-Z;. /()+GCSđ-]{0,40}$/)

test('reads any text whatever, and what it read reads as itself', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), nearly), fc.nat(), (raw, at) => {
      const read = readers[at % readers.length]!
      for (const one of read(raw)) {
        assert.ok(identifierSystems.includes(one.system))
        assert.ok(Number.isSafeInteger(one.packed) && one.packed >= 0, one.value)
        assert.equal((one.flags & NumberFlag.dummy) !== 0, isSeededDummy(one.system, one.value))
        const again = read(one.value)
        assert.deepEqual([again[0]?.system, again[0]?.value], [one.system, one.value])
      }
    }),
    { numRuns: 3000 },
  )
})

test('packing loses nothing within a system', () => {
  const passport = fc.stringMatching(/^[0-9A-Z]{1,10}$/)
  fc.assert(
    fc.property(passport, passport, (a, b) => {
      assert.equal(packNumber('passport', a) === packNumber('passport', b), a === b)
    }),
  )
  const certificate = fc.stringMatching(/^\d{5}\.GCS\.[0-9A-Z]{5}\.\d{2}$/)
  fc.assert(
    fc.property(certificate, certificate, (a, b) => {
      assert.equal(packNumber('birth-certificate', a) === packNumber('birth-certificate', b), a === b)
    }),
  )
  assert.ok(Number.isSafeInteger(packNumber('passport', 'Z'.repeat(10))))
  assert.ok(Number.isSafeInteger(packNumber('birth-certificate', '99999.GCS.ZZZZZ.99')))
  assert.equal(citizenBirthYear(packNumber('citizen-id', '079190999001')), 1990)
  assert.equal(citizenBirthYear(packNumber('citizen-id', '001305999001')), 2005)
})
