import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readCardQr } from './index.ts'

const card =
  '079190999001|024999001|Nguyễn Thị Thử|15031990|Nữ|Số 1, Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh|01052021'
const read = (text: string) => {
  const result = readCardQr(text)
  assert.ok(result.ok, text)
  return result.value
}
const refused = (text: string) => {
  const result = readCardQr(text)
  return result.ok ? null : result.problem.code
}

test('reads the seven fields of a chip card', () => {
  assert.deepEqual(read(card), {
    citizenNumber: '079190999001',
    oldNumber: '024999001',
    fullName: 'Nguyễn Thị Thử',
    birthDate: '1990-03-15',
    sex: 'female',
    address: 'Số 1, Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh',
    issuedOn: '2021-05-01',
  })
})

test('further fields of newer cards, a scanner’s prefix and a line end do no harm', () => {
  assert.deepEqual(read(`${card}||Nguyễn Văn Cha|||\r\n`), read(card))
  assert.deepEqual(read(`]Q1${card}`), read(card))
  assert.deepEqual(read(card.normalize('NFD')), read(card))
})

test('an empty CMND, an unknown day and an unreadable issue date are no reason to refuse a card', () => {
  const old = read('079050999001||Trần Văn Thử|1950|Nam||')
  assert.deepEqual(
    [old.oldNumber, old.birthDate, old.sex, old.address, old.issuedOn],
    [null, '1950', 'male', null, null],
  )
  assert.equal(read('079050999001||Trần Văn Thử|00001950|Nam||').birthDate, '1950')
})

test('refuses what is no card, in words for the person at the desk', () => {
  assert.equal(refused(''), 'DEMOGRAPHICS_CARD_QR_FORM')
  assert.equal(refused('https://example.vn'), 'DEMOGRAPHICS_CARD_QR_FORM')
  assert.equal(refused('|'.repeat(100000)), 'DEMOGRAPHICS_CARD_QR_FORM')
  assert.equal(refused(card.replace('079190999001', '07919099900')), 'DEMOGRAPHICS_CARD_QR_NUMBER')
  assert.equal(refused(card.replace('079190999001', '000000000000')), 'DEMOGRAPHICS_CARD_QR_NUMBER')
  assert.equal(refused(card.replace('Nguyễn Thị Thử', ' ')), 'DEMOGRAPHICS_CARD_QR_NAME')
  assert.equal(refused(card.replace('15031990', '30021990')), 'DEMOGRAPHICS_CARD_QR_BIRTH_DATE')
})

test('answers every text, and never with the text itself in the problem', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 9 }), (fields) => {
      const result = readCardQr(fields.join('|'))
      if (!result.ok) assert.match(result.problem.code, /^DEMOGRAPHICS_CARD_QR_/)
    }),
  )
})
