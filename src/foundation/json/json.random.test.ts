import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { test } from 'node:test'
import { Digits, decodeUtf8, parseExact, sameNumber } from '#foundation/json'
import { findFault } from './find-fault.ts'

/** Small and repeatable (mulberry32). */
function dice(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number) => Math.floor(next() * n)
  return { below, pick: <T>(list: readonly T[]): T => list[below(list.length)]! }
}
type Dice = ReturnType<typeof dice>

// biome-ignore format: a table
const numbers = ['0', '-0', '1', '-12', '1.10', '1.1', '1e2', '1E+2', '0.000001', '0.0000001', '12345678901234567890', '999999999999999', '9999999999999999', '0.30', '100.00']
// biome-ignore format: a table
const strings = ['""', '"a"', '"Đỗ Thị Hạnh"', '"\\n"', '"a\\\\"', '"\\""', '"]}"', '"\\u00e9"', '"😀"', '"1.0"', '"x, y: z"']

/** A JSON text without white space and the same with white space strewn in. */
function randomText(d: Dice, depth: number): [tight: string, loose: string] {
  const gap = () => d.pick(['', '', ' ', '\n  ', '\t', '\r\n'])
  const kind = depth > 5 ? d.below(3) : d.below(6)
  if (kind === 0) return twice(d.pick(numbers))
  if (kind === 1) return twice(d.pick(strings))
  if (kind === 2) return twice(d.pick(['true', 'false', 'null']))
  const parts = Array.from({ length: d.below(5) }, () => randomText(d, depth + 1))
  if (kind === 3)
    return [`[${parts.map((p) => p[0])}]`, `[${gap()}${parts.map((p) => p[1] + gap()).join(`,${gap()}`)}]`]
  const keys = parts.map(
    (_, i) => `${d.pick(['"k', '"é', '"\\"', '"__proto__'])}${String.fromCharCode(97 + i)}"`,
  )
  return [
    `{${parts.map((p, i) => `${keys[i]}:${p[0]}`)}}`,
    `{${gap()}${parts.map((p, i) => `${keys[i]}${gap()}:${gap()}${p[1]}${gap()}`).join(`,${gap()}`)}}`,
  ]
}
const twice = (text: string): [string, string] => [text, text]

test('random texts with random white space come back without it and otherwise the same', () => {
  const d = dice(20250801)
  for (let round = 0; round < 3000; round++) {
    const [tight, loose] = randomText(d, 0)
    const read = parseExact(loose)
    assert.ok(read.ok, loose)
    assert.deepEqual(read.value.value, JSON.parse(loose))
    assert.equal(read.value.write(read.value.value), tight.replaceAll('\\u00e9', 'é'))
    const copied = new Digits()
    const copy = copied.copy(read.value.value, read.value.digits)
    if (typeof copy === 'object') assert.equal(copied.write(copy), tight.replaceAll('\\u00e9', 'é'))
  }
})

test('a damaged text is refused exactly when JSON.parse refuses it, and always with a place', () => {
  const d = dice(7)
  const dirt = [
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '0',
    '-',
    '.',
    'e',
    ' ',
    '\n',
    '\u0001',
    'u',
    'd8',
    'null',
    '"a":',
  ]
  for (let round = 0; round < 6000; round++) {
    const whole = randomText(d, 0)[1]
    const at = d.below(whole.length + 1)
    const text = whole.slice(0, at) + d.pick(dirt) + whole.slice(at + d.below(3))
    const read = parseExact(text)
    let parsed = true
    try {
      JSON.parse(text)
    } catch {
      parsed = false
    }
    const fault = findFault(text, 100)
    assert.equal(fault === null, read.ok, text)
    if (parsed && fault) assert.match(fault.kind, /duplicateKey|loneSurrogate|numberTooLarge/, text)
  }
})

test('numbers are compared by what they are, not by how they are written', () => {
  for (const [a, b] of [
    ['1.10', '1.1'],
    ['1e2', '100'],
    ['-0', '0'],
    ['0.0', '0e9'],
    ['11e-1', '1.10'],
  ] as const)
    assert.ok(sameNumber(a, b), `${a} ${b}`)
  for (const [a, b] of [
    ['1', '-1'],
    ['12345678901234567890', '12345678901234567891'],
    ['1', '10'],
    ['0.1', '0.10000000000000000001'],
  ] as const)
    assert.ok(!sameNumber(a, b), `${a} ${b}`)
})

test('digits move with their numbers when an array is spliced', () => {
  const read = parseExact('[1.0,2.0,3.0,1]')
  assert.ok(read.ok)
  const list = read.value.value as number[]
  list.splice(0, 1)
  read.value.digits.spliced(list, 0, 1, 0)
  assert.equal(read.value.write(list), '[2.0,3.0,1]')
  list.splice(1, 0, 3)
  read.value.digits.spliced(list, 1, 0, 1)
  assert.equal(read.value.write(list), '[2.0,3,3.0,1]')
})

test('bytes that are not UTF-8 are refused where they stand', () => {
  const read = decodeUtf8(Buffer.from('Trạm y tế \ufffd Hòa Xuân'))
  assert.equal(read.ok && read.value, 'Trạm y tế \ufffd Hòa Xuân')
  for (const bytes of [
    [0xff],
    [0xc3],
    [0xe1, 0xba],
    [0xed, 0xa0, 0x80],
    [0xc0, 0x80],
    [0xf5, 0x80, 0x80, 0x80],
  ]) {
    const bad = decodeUtf8(
      Buffer.concat([Buffer.from('{\n"\ufffdạ": "'), Buffer.from(bytes), Buffer.from('"}')]),
    )
    assert.ok(!bad.ok && bad.problem.code === 'JSON_NOT_UTF8')
    assert.match(bad.problem.message, /dòng 2, cột 8/)
  }
  const windows1258 = decodeUtf8(Buffer.from('Nguyễn', 'latin1'))
  assert.equal(windows1258.ok, false)
})

test('a large body takes time in proportion, refused or not', () => {
  const entry =
    '{"fullUrl":"urn:uuid:1","resource":{"resourceType":"Observation","valueQuantity":{"value":36.50,"unit":"°C"}}}'
  const text = `{"resourceType":"Bundle","entry":[${Array.from({ length: 45_000 }, () => entry).join(',')}]}`
  const began = process.cpuUsage()
  const read = parseExact(text)
  assert.ok(read.ok)
  assert.equal(read.value.write(read.value.value), text)
  assert.equal(parseExact(`${text.slice(0, -1)},"entry":[]}`).ok, false)
  assert.equal(parseExact('{"\\"":'.repeat(800_000)).ok, false)
  assert.equal(parseExact(`"${'\\\\'.repeat(2_000_000)}`).ok, false)
  assert.equal(parseExact(`[${'1.0,'.repeat(2_000_001)}1]`).ok, false)
  const spent = process.cpuUsage(began)
  assert.ok((spent.user + spent.system) / 1e6 < 8, `${(spent.user + spent.system) / 1e6} cpu-s`)
})
