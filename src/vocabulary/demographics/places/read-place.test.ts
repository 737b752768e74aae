import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formerWards, list, wards2025 } from '#vocabulary/catalogues'
import { readPlace } from './index.ts'
import { placeIndex } from './place-index.ts'
import { aPlace } from './testing.ts'

const before = '2024-03-01'
const after = '2026-03-01'

test('code 00004 was Trúc Bạch before the reform and is Ba Đình since', () => {
  const [old, now] = [aPlace({ ward: '00004' }, before), aPlace({ ward: '00004' }, after)]
  assert.deepEqual([old.reading, old.oldWard, old.communes], ['before', 4, [4]])
  assert.deepEqual([now.reading, now.oldWard, now.communes], ['after', 0, [4]])
})

test('a bare code of an unknown day keeps both readings', () => {
  const place = aPlace({ ward: '00070' })
  const was = formerWards().get('00070')!
  assert.deepEqual([place.reading, place.oldWard], ['either', 0])
  const both = new Set([70, ...was.movedTo.map((move) => Number(move.code))])
  assert.deepEqual(
    place.communes,
    [...both].sort((a, b) => a - b),
  )
})

test('a code is read of the former list when a former district or a former province stands beside it', () => {
  const ward = formerWards().get('00070')!
  assert.equal(aPlace({ ward: '00070', district: ward.districtCode }, after).oldWard, 70)
  assert.equal(
    aPlace({ ward: '09316', province: '27' }, after).reading,
    'before',
    'Bắc Ninh was 27 and is 24',
  )
})

test('a name in the text decides what a code alone does not', () => {
  const old = formerWards().get('00070')!.name
  const now = wards2025().get('00070')!.name
  assert.notEqual(old, now)
  assert.equal(aPlace({ ward: '00070', text: `Số 1, ${old}, Hà Nội` }, after).oldWard, 70)
  assert.deepEqual(aPlace({ ward: '00070', text: `Số 1, ${now}, Hà Nội` }).communes, [70])
})

test('a ward of another province than the one sent beside it is not believed', () => {
  const place = aPlace({ ward: '00070', province: '79' }, before)
  assert.deepEqual([place.reading, place.province, place.communes], ['province', 79, []])
})

test('zeros that a spreadsheet ate, and codes with province and district before them, are read', () => {
  assert.equal(aPlace({ ward: '70', province: '1', district: '2' }, before).oldWard, 70)
  assert.equal(aPlace({ ward: '0100200070', province: '001', district: '01002' }, before).oldWard, 70)
  assert.equal(aPlace({ ward: 'abc', province: '', district: '-' }, before).reading, 'none')
})

const unmarked = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').toUpperCase()
const short = (text: string) =>
  text
    .replace(/Thị xã /gi, 'TX.')
    .replace(/Thị trấn /gi, 'TT. ')
    .replace(/Thành phố /gi, 'TP.')
    .replace(/Phường /g, 'P.')
    .replace(/Xã /g, 'X.')
    .replace(/Quận /g, 'Q.')
    .replace(/Huyện /g, 'H.')
    .replace(/Tỉnh /g, 'T.')

/** Spellings of `street, ward, district, province`, and how many of the 10,595 former wards at least are read as themselves. */
const spellings: readonly [string, (street: string, units: string[]) => string, number][] = [
  ['in full', (street, units) => `${street}, ${units.join(', ')}`, 10_595],
  ['with dashes', (street, units) => `${street} - ${units.join(' - ')}`, 10_595],
  ['without commas', (street, units) => `${street} ${units.join(' ')}`, 10_590],
  ['in short', (street, units) => `${street}, ${short(units.join(', '))}`, 10_590],
  ['in decomposed letters', (street, units) => `${street}, ${units.join(', ')}`.normalize('NFD'), 10_595],
  ['in capitals without marks', (street, units) => unmarked(`${street}, ${units.join(', ')}`), 10_550],
  ['without marks and commas', (street, units) => unmarked(`${street} ${units.join(' ')}`), 10_380],
  ['without kinds', (street, units) => `${street}, ${units.map(bare).join(', ')}`, 10_550],
]
const bare = (unit: string) => unit.replace(/^(phường|xã|thị trấn|quận|huyện|thị xã|thành phố|tỉnh) /i, '')

for (const [how, spell, atLeast] of spellings)
  test(`reads every former ward by name, written ${how}, and none as another ward`, () => {
    let right = 0
    for (const ward of formerWards().values()) {
      const text = spell('Số 12 đường Lê Lợi', [ward.name, ward.district, ward.province])
      const place = aPlace({ text }, before)
      if (place.oldWard === Number(ward.code)) right += 1
      else assert.equal(place.oldWard, 0, text)
    }
    assert.ok(right >= atLeast, `${right} wards`)
  })

test('reads every commune of today by its name and province', () => {
  const provinces = list('provinces2025')
  for (const [code, ward] of wards2025()) {
    const text = `Thôn 3, ${ward.name}, ${provinces[ward.province]}`
    for (const each of [text, short(text)]) {
      const place = aPlace({ text: each }, after)
      assert.deepEqual([place.reading, place.communes], ['after', [Number(code)]], each)
    }
  }
})

test('reads what people write', () => {
  for (const text of [
    'P.Bến Nghé, Q1, TPHCM',
    'p. ben nghe, q.1, tp hcm',
    'Bến Nghé, Quận 1, Sài Gòn, Việt Nam',
  ])
    assert.equal(aPlace({ text }, before).oldWard, 26_740, text)
  assert.equal(aPlace({ text: 'Tổ 5 KP3 phường 01 quận 3 thành phố Hồ Chí Minh' }, before).oldWard, 27_160)
  assert.equal(aPlace({ text: 'Ngõ 2 Xã Đàn, phường Nam Đồng, Hà Nội' }, before).oldWard, 208)
  assert.equal(aPlace({ text: 'phường Nam Đồng, quận Đống Đa' }, before).oldWard, 208, 'one district has it')
  assert.equal(aPlace({ text: 'TP Thái Nguyên' }, before).province, 19)
  assert.equal(aPlace({ text: 'P. 9 - Vũng Tàu - Bà Rịa - Vũng Tàu' }, before).oldWard, 26_530)
  assert.deepEqual(
    aPlace({ text: 'Thôn 3, Phú Ninh, Đà Nẵng' }, after).communes,
    [20_392],
    'no district is left',
  )
  assert.equal(aPlace({ text: 'Phú Ninh, Quảng Nam' }, before).reading, 'province', 'a district then')
})

test('a name that several districts have is not read without its district', () => {
  assert.equal(aPlace({ text: 'Xã Tân Thành' }, before).reading, 'none', 'not even a province')
  assert.equal(
    aPlace({ text: 'Thị trấn An Lão, Huyện An Lão' }, before).reading,
    'none',
    'Hải Phòng and Bình Định',
  )
  let repeated = 0
  for (const wards of placeIndex().inProvinceBefore.values()) {
    if (new Set(wards.map((ward) => ward.district)).size < 2) continue
    repeated += wards.length
    for (const ward of wards) {
      const { name, province } = formerWards().get(String(ward.code).padStart(5, '0'))!
      const place = aPlace({ text: `${name}, ${province}` }, before)
      assert.ok(place.oldWard === 0 || place.oldWard === ward.code, `${name}, ${province}`)
    }
  }
  assert.ok(repeated > 700, `${repeated} wards`)
})

test('a former name and a name of today in one province are not mistaken for one another', () => {
  // Without a day a name may be of either list: both are kept.
  for (const ward of formerWards().values()) {
    const place = aPlace({ text: `${ward.name}, ${ward.province}` })
    if (place.reading === 'before') assert.equal(place.oldWard, Number(ward.code), ward.name)
    if (place.reading === 'either')
      for (const move of ward.movedTo) assert.ok(place.communes.includes(Number(move.code)), ward.name)
  }
})

test('keeps the words of the street, whatever the ward is called', () => {
  const a = aPlace({ text: 'Số 12/3 đường Lê Lợi, P. Bến Nghé, Q.1, TP.HCM' }, before)
  const b = aPlace({ text: '12/3 LE LOI, PHUONG SAI GON, TP HO CHI MINH' }, after)
  assert.equal(a.street.length, 4)
  assert.deepEqual(a.street, b.street)
})

const digits = fc.stringMatching(/^[0-9a ]{0,10}$/)
const word = fc.constantFrom(
  ...'xã phường thị trấn xa P. Q. tp . , - ; quan Tân Thành 1 Hà Nội huyện Châu Đốc tỉnh An Giang Huế H’ constructor'.split(
    ' ',
  ),
)
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 600 }),
  fc.array(word, { maxLength: 20 }).map((words) => words.join(' ')),
)
const anyAddress = fc.record({
  text: fc.option(anyText),
  provinceCode: fc.option(digits),
  districtCode: fc.option(digits),
  wardCode: fc.option(digits),
})

test('answers any address, with communes that exist and lie in its province', () => {
  const { after: communes, before: wards } = placeIndex()
  fc.assert(
    fc.property(anyAddress, fc.constantFrom(null, before, after, '', 'x'), (address, on) => {
      const place = readPlace(address, on)
      assert.ok(place.communes.length <= 12)
      assert.ok(place.street.length <= 8)
      for (const list of [place.communes, place.street])
        for (let i = 1; i < list.length; i++) assert.ok(list[i - 1]! < list[i]!)
      for (const code of place.communes) assert.equal(communes.get(code)?.province, place.province)
      if (place.oldWard) assert.equal(wards.get(place.oldWard)?.province, place.province)
      if (place.oldWard) assert.equal(place.reading, 'before')
      assert.equal(place.reading === 'none', place.province === 0)
      assert.deepEqual(place, readPlace(address, on))
    }),
    { numRuns: 2000 },
  )
})
