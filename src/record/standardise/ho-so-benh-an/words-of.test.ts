import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { emptyWords } from '#vocabulary/demographics/answers'
import { recordGroups } from '#vocabulary/medical-record'
import { assertPlain, assertSaysNumbersOf } from '../testing.ts'
import { standardiseMedicalRecord } from './index.ts'
import { messageOf, sampleGroups } from './testing.ts'

const personOf = (patient: Record<string, string>, more: Record<string, Record<string, string>> = {}) => {
  const draft = standardiseMedicalRecord(messageOf({ ThongTinBenhNhan: patient, ...more }))
  assert.ok(draft.ok)
  return draft.value.person
}

test('the sample is told in its own words, the address with the names beside it', () => {
  const draft = standardiseMedicalRecord(messageOf(sampleGroups()))
  assert.ok(draft.ok)
  const sent = sampleGroups().ThongTinBenhNhan as Record<string, string>
  const { words } = draft.value.person
  assert.deepEqual(
    [words.fullName, words.birthDate, words.citizenNumber, words.insuranceNumber, words.phone],
    [sent.hoten, sent.ngaysinh, sent.cccd_so, sent.mabhyt, sent.sodienthoai],
  )
  assert.match(words.address.text!, /phường Mẫu.*Thành phố Hồ Chí Minh/)
  assert.equal(words.address.provinceCode, '79')
  assert.deepEqual([words.mother, words.father], [null, null], 'a husband is neither')
  assert.equal(words.recordedOn, '2026-08-15')
  assertSaysNumbersOf(draft.value.person)
})

test('what cannot be read stays words: an old card, a passport, an age, codes of any form', () => {
  const { words } = personOf(
    {
      mabenhnhan: 'BN1',
      hoten: 'Bé  Mẫu',
      cmnd_so: '024999001',
      hochieu_so: 'C9990001',
      tuoi: '8 tháng',
      diachi: 'Số 1, phường Mẫu',
      xaphuong: 'phường Mẫu',
      tinhthanh: 'Tỉnh Mẫu',
      xaphuong_ma: '26734?',
      hotennguoithan: 'Mẹ: Nguyễn Thị Mẫu',
    },
    { ThongTinVaoVien: { denkhambenhluc: '15/08/2026 08:30:00' } },
  )
  assert.deepEqual(words, {
    ...emptyWords,
    fullName: 'Bé  Mẫu',
    birthDate: '8 tháng',
    citizenNumber: '024999001',
    passportNumber: 'C9990001',
    address: { ...emptyWords.address, text: 'Số 1, phường Mẫu, Tỉnh Mẫu', wardCode: '26734?' },
    mother: { fullName: 'Nguyễn Thị Mẫu', citizenNumber: null },
    recordedOn: '2026-08-15',
  })
})

test('a record with nothing but a number leaves empty words', () => {
  assert.deepEqual(personOf({ mabenhnhan: 'BN1' }).words, emptyWords)
})

test('whatever stands in the fields, the words are plain texts and hold what was found valid', () => {
  const fields = recordGroups()
    .find(({ name }) => name === 'ThongTinBenhNhan')!
    .fields.map(({ name }) => name)
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '079190999001',
      'GD4797999000001',
      '15/03/1990',
      'Cha: A',
      'constructor: A',
      'constructor',
    ),
    fc.constant('x'.repeat(5_000)),
  )
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...fields), text), (sent) => {
      const person = personOf({ ...sent, mabenhnhan: 'BN1' })
      assertPlain(person.words)
      assertSaysNumbersOf(person)
    }),
  )
})
