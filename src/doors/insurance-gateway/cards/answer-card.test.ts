import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerCard, faultOfCard } from './answer-card.ts'
import type { KnownCard } from './card.types.ts'

const known: KnownCard = {
  card: 'GD4797999000001',
  name: 'NGUYỄN THỊ THỬ NGHIỆM',
  birthDate: '1990-03-15',
  sex: 'female',
  address: '12 Đường Mẫu',
  registeredFacility: '99901',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  areaCode: null,
  fiveYearsOn: '2020-01-01',
  insuranceNumber: '7999000001',
  visits: ['99901', '99902'].map((facility) => ({
    visitId: `v-${facility}`,
    facility,
    from: new Date('2026-03-01T01:05:00Z'),
    to: null,
    diagnosis: 'J20.9 - Viêm phế quản cấp',
    outcome: '2',
    discharge: '1',
    route: '1.1',
  })),
}
const now = new Date('2026-11-21T01:00:00Z')
const ask = (says: Record<string, string> = {}, holder: KnownCard | null = known, maySeeAll = false) =>
  answerCard({
    question: {
      card: known.card,
      name: 'nguyen thi thu nghiem',
      birthDate: '15/03/1990',
      facility: '99901',
      ...says,
    },
    known: holder,
    fault: null,
    maySeeAll,
    now,
  })

test('a card with the right name and birth date is answered with the asking facility’s visits only', () => {
  const answer = ask()
  assert.equal(answer.maKetQua, '000')
  assert.deepEqual([answer.gtTheDen, answer.ngaySinh, answer.gioiTinh], ['31/12/2026', '15/03/1990', 'Nữ'])
  assert.deepEqual(
    answer.dsLichSuKCB2018?.map(({ maCSKCB, ngayVao }) => [maCSKCB, ngayVao]),
    [['99901', '202603010805']],
  )
  assert.equal(ask({}, known, true).dsLichSuKCB2018?.length, 2)
  assert.equal(Object.keys(answer)[0], 'maKetQua')
})

test('a wrong name or birth date gets its code and not one word about the holder', () => {
  for (const [says, code] of [
    [{ name: 'Trần Văn A' }, '060'],
    [{ name: 'Ngô Thu Tâm Nga' }, '061'],
    [{ birthDate: '16/03/1990' }, '070'],
    [{ birthDate: 'hôm qua' }, '070'],
  ] as const) {
    const answer = ask(says)
    assert.equal(answer.maKetQua, code)
    const { maKetQua: _code, ghiChu, ...rest } = answer
    assert.ok(ghiChu.length > 0)
    assert.ok(Object.values(rest).every((value) => value === null))
  }
  assert.equal(ask({}, null).maKetQua, '050')
})

test('a year or a month is compared as far as it goes; an old card is told as old', () => {
  for (const birthDate of ['1990', '03/1990', '3/1990', '15/3/1990'])
    assert.equal(ask({ birthDate }).maKetQua, '000')
  assert.equal(ask({ birthDate: '1991' }).maKetQua, '070')
  assert.equal(ask({}, { ...known, birthDate: '1990' }).maKetQua, '000')
  assert.equal(ask({}, { ...known, validTo: '2026-11-20' }).maKetQua, '010')
})

test('what is no card number is told by what is wrong with it', () => {
  for (const card of ['GD4797999000001', '7999000001', '079190999001']) assert.equal(faultOfCard(card), null)
  assert.equal(faultOfCard('GD9797999000001'), '053')
  assert.equal(faultOfCard('GD4X97999000001'), '052')
  assert.equal(faultOfCard('123'), '051')
})
