import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectRoot } from '#foundation/project'
import { formerWards, list, wards2025 } from '#vocabulary/catalogues'
import { placeIndex } from './place-index.ts'
import { aPlace } from './testing.ts'

const admin = join(projectRoot(), '../shared/reference/vn/admin')
const skip = existsSync(admin) ? false : 'the reference lists of administrative units are not on this machine'
const rows = (file: string) =>
  readFileSync(join(admin, file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))

test('3,314 of the 3,321 codes of today were another or the same ward before', () => {
  const { before, after } = placeIndex()
  assert.equal(before.size, 10_595)
  assert.equal(after.size, 3321)
  const reused = [...after.values()].flatMap((ward) => before.get(ward.code) ?? [])
  assert.equal(reused.length, 3314)
  assert.equal(
    reused.filter(
      (ward) => formerWards().get(text(ward.code))!.name !== wards2025().get(text(ward.code))!.name,
    ).length,
    2260,
  )
})

const text = (code: number) => String(code).padStart(5, '0')

test('9,079 former wards went whole or in part to one commune, 450 to between 2 and 11, and 1,066 are not mapped', () => {
  const sizes = [...placeIndex().before.values()].map((ward) => ward.communes.length)
  assert.equal(sizes.filter((size) => size === 1).length, 9079)
  assert.equal(sizes.filter((size) => size > 1).length, 450)
  assert.equal(Math.max(...sizes), 11)
  const unmapped = [...placeIndex().before.values()].filter((ward) => ward.communes.length === 0)
  assert.equal(unmapped.length, 1066)
  assert.equal(unmapped.filter((ward) => placeIndex().after.has(ward.code)).length, 231)
})

test('the moves as carried: 236 in part, 40 not sure', () => {
  const moves = [...formerWards().values()].flatMap((ward) => ward.movedTo)
  assert.equal(moves.length, 10_141)
  assert.equal(moves.filter((move) => move.partial).length, 236)
  assert.equal(moves.filter((move) => !move.sure).length, 40)
})

test('every former province went whole into one of today, and no code or name means two', () => {
  const { provinceOf, provinces, before, after } = placeIndex()
  for (const ward of before.values())
    for (const commune of ward.communes)
      assert.equal(after.get(commune)!.province, provinceOf.get(ward.provinceBefore), text(ward.code))
  for (const code of Object.keys(list('provinces2025')))
    assert.equal(provinceOf.get(Number(code)), Number(code))
  for (const ward of after.values()) {
    const former = before.get(ward.code)
    if (former) assert.equal(former.province, ward.province, text(ward.code))
  }
  const former = Object.values(list('provincesBefore2025')).map((name) =>
    aPlace({ text: name }, '2024-01-01'),
  )
  assert.equal(former.filter((place) => place.province === 0).length, 0)
  assert.ok(provinces.size >= 63)
  for (const [code, name] of Object.entries(list('provinces2025')))
    assert.equal(aPlace({ text: name }, '2026-01-01').province, Number(code), name)
})

test('former provinces go where the reference list says', { skip }, () => {
  const moves = rows('provinces_old_to_new.csv')
  assert.equal(moves.length, 63)
  for (const [before, name, after] of moves) {
    assert.equal(placeIndex().provinceOf.get(Number(before)), Number(after), name)
    assert.equal(aPlace({ province: before }, '2024-01-01').province, Number(after))
    assert.equal(aPlace({ text: name }, '2024-01-01').province, Number(after), name)
  }
})

test('former wards go where the reference list says, all 10,141 moves', { skip }, () => {
  const communes = new Map<string, number[]>()
  for (const [, , ward = '', , , commune] of rows('wards_old_to_new.csv'))
    communes.set(ward, [...(communes.get(ward) ?? []), Number(commune)])
  let moves = 0
  for (const [province = '', , district = '', , ward = ''] of rows('units_2024.csv')) {
    const place = aPlace({ province, district, ward }, '2024-01-01')
    assert.equal(place.oldWard, Number(ward))
    assert.deepEqual(
      place.communes,
      (communes.get(ward) ?? []).sort((a, b) => a - b),
      ward,
    )
    moves += place.communes.length
  }
  assert.equal(moves, 10_141)
})
