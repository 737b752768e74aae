import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formerWards, wards2025 } from '#vocabulary/catalogues'
import { comparePlaces, PlaceLevel, placeSpread, sharedStreetWords } from './index.ts'
import { aPlace } from './testing.ts'

const before = '2024-03-01'
const after = '2026-03-01'

test('the same ward, before and after the reform, is near itself', () => {
  const old = aPlace({ ward: '26740', district: '760', province: '79' }, before)
  const now = aPlace({ text: 'Phường Sài Gòn, Thành phố Hồ Chí Minh' }, after)
  assert.equal(comparePlaces(old, old), PlaceLevel.ward)
  assert.equal(comparePlaces(old, now), PlaceLevel.commune)
  assert.equal(placeSpread(old, now), 1)
})

test('a ward that was divided may lie in each of its communes, which says less', () => {
  const ward = formerWards().get('00007')!
  const old = aPlace({ ward: ward.code, district: ward.districtCode }, before)
  assert.equal(old.communes.length, 2)
  for (const move of ward.movedTo) {
    const now = aPlace({ ward: move.code }, after)
    assert.equal(comparePlaces(old, now), PlaceLevel.commune)
    assert.equal(placeSpread(old, now), 2)
  }
})

test('provinces that were joined are one; the others differ; nothing is no evidence', () => {
  const bacGiang = aPlace({ text: 'Bắc Giang' }, before)
  const bacNinh = aPlace({ province: '24' }, after)
  assert.equal(comparePlaces(bacGiang, bacNinh), PlaceLevel.province)
  assert.equal(comparePlaces(bacGiang, aPlace({ province: '79' }, after)), PlaceLevel.different)
  assert.equal(comparePlaces(bacGiang, aPlace({}, after)), PlaceLevel.missing)
})

test('a former ward that is not mapped is compared by its province', () => {
  const unmapped = [...formerWards().values()].find((ward) => ward.movedTo.length === 0)!
  const old = aPlace({ ward: unmapped.code, district: unmapped.districtCode }, before)
  assert.equal(comparePlaces(old, old), PlaceLevel.ward)
  assert.equal(comparePlaces(old, aPlace({ province: unmapped.provinceCode }, after)), PlaceLevel.province)
})

test('a bare code of unknown day agrees with both of its readings', () => {
  const bare = aPlace({ ward: '00070' })
  const was = formerWards().get('00070')!
  assert.equal(comparePlaces(bare, aPlace({ ward: '00070' }, after)), PlaceLevel.commune)
  assert.equal(
    comparePlaces(bare, aPlace({ ward: '00070', district: was.districtCode }, before)),
    PlaceLevel.commune,
  )
})

const codes = [...new Set([...formerWards().keys(), ...wards2025().keys()])]
const place = fc
  .tuple(
    fc.constantFrom(...codes.slice(0, 400)),
    fc.constantFrom(null, before, after),
    fc.constantFrom('', '12 Lê Lợi, '),
  )
  .map(([ward, on, text]) => aPlace({ ward, text }, on))

test('comparing is symmetric, and every place that was read is nearest to itself', () => {
  fc.assert(
    fc.property(place, place, (a, b) => {
      const level = comparePlaces(a, b)
      assert.equal(level, comparePlaces(b, a))
      assert.equal(placeSpread(a, b), placeSpread(b, a))
      assert.equal(sharedStreetWords(a, b), sharedStreetWords(b, a))
      assert.ok(comparePlaces(a, a) >= level)
      if (level === PlaceLevel.commune) assert.ok(a.communes.some((commune) => b.communes.includes(commune)))
      if (level === PlaceLevel.province)
        assert.ok(!a.communes.some((commune) => b.communes.includes(commune)))
    }),
    { numRuns: 1000 },
  )
})
