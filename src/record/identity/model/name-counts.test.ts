import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readName } from '#vocabulary/demographics/names'
import { countNames, nameShares } from './name-counts.ts'
import { openVietnameseModel } from './open-model.ts'
import { readSettings, shippedSettings, writeSettings } from './settings.ts'

const written = (name: string, times: number) => Array.from({ length: times }, () => readName(name))
const tables = nameShares(undefined)

test('a surname that half a district bears says less there than in the whole country', () => {
  const here = nameShares(countNames([...written('Mạc Văn Tâm', 4000), ...written('Lê Thị Hoa', 4000)]))
  for (const [text, times] of [
    ['Mạc Thị Hoa', 5],
    ['Mạc Văn Tâm', 100],
  ] as const) {
    const name = readName(text)
    assert.ok(here.folded(name) > times * tables.folded(name), text)
    assert.ok(here.exact(name) <= here.folded(name) && here.folded(name) <= 1, text)
  }
  const rarer = readName('Nguyễn Văn Hùng')
  assert.ok(here.folded(rarer) < tables.folded(rarer), 'nobody here is called so')
  assert.ok(here.folded(rarer) > 0, 'not seen is not impossible')
})

test('what was counted outweighs the tables as records grow, and nothing counted changes nothing', () => {
  const name = readName('Trần Quốc Khải')
  const shareAmong = (records: number) =>
    nameShares(
      countNames([...written('Trần Quốc Khải', records / 10), ...written('Lê Thị Hoa', (records * 9) / 10)]),
    ).folded(name)
  assert.ok(Math.abs(shareAmong(100_000) / 0.1 - 1) < 0.06)
  assert.ok(shareAmong(1_000) < shareAmong(10_000) && shareAmong(10_000) < shareAmong(100_000))
  assert.equal(nameShares(countNames([])).folded(name), tables.folded(name))
})

test('names are counted in any order, placeholders and rare names not at all', () => {
  const names = [
    ...written('Trần Quốc Khải', 30),
    ...written('CB Lê Thị Sương', 30),
    ...written('Phạm Duy', 4),
    ...written('', 9),
    ...written('__proto__', 40),
  ]
  const counts = countNames(names)
  assert.deepEqual(counts, countNames([...names].reverse()))
  assert.equal(counts.full['khai quoc tran'], 30)
  assert.equal(counts.givens.duy, undefined)
  assert.ok(nameShares(counts).exact(readName('__proto__')) <= 1)
})

test('a version with its own names is opened again from its text as the same version, and is not the one without', () => {
  const names = countNames([...written('Trần Quốc Khải', 30), ...written('__proto__', 40)])
  const settings = { ...shippedSettings(), names }
  const again = readSettings(writeSettings(settings))
  assert.ok(again.ok)
  const { version } = openVietnameseModel(settings)
  assert.equal(openVietnameseModel(again.value).version, version)
  assert.notEqual(openVietnameseModel(shippedSettings()).version, version)
})
