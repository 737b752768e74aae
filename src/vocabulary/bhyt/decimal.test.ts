import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDecimals, compareDecimals, parseBhytDate, parseDecimal, parseMeasure } from './index.ts'

test('a dot decimal keeps its cents and its scale', () => {
  const cases: [string, string][] = [
    ['0', '0'],
    ['007', '7'],
    ['52.00', '52.00'],
    [' 24500.123 ', '24500.123'],
    ['.5', '0.5'],
    ['-3.10', '-3.10'],
    ['+1', '1'],
    ['-0.00', '0.00'],
    ['123456789012345678901234567890.123456789012', '123456789012345678901234567890.123456789012'],
  ]
  for (const [text, value] of cases) assert.deepEqual(parseDecimal(text), { ok: true, value }, text)
})

test('what is not a dot decimal is refused and says why', () => {
  for (const text of ['19.997,50', '86,2', '1,234.5'])
    assert.deepEqual(parseDecimal(text), { ok: false, reason: 'comma' }, text)
  for (const text of ['abc', '1e3', '5.', '1 000', '0x10', '--1', '1.2.3', '∞'])
    assert.deepEqual(parseDecimal(text), { ok: false, reason: 'not-a-number' }, text)
  assert.deepEqual(parseDecimal('  '), { ok: false, reason: 'empty' })
})

test('a measured value may use a comma when it can mean only one thing', () => {
  const cases: [string, string | null][] = [
    ['86,2', '86.2'],
    ['58,0', '58.0'],
    ['0,125', '0.125'],
    ['1,234', null],
    ['1,2345', '1.2345'],
    ['1.234,5', null],
    ['86.2', '86.2'],
    ['<0.5', null],
  ]
  for (const [text, value] of cases)
    assert.equal(parseMeasure(text).ok ? (parseMeasure(text) as { value: string }).value : null, value, text)
})

test('sums and comparisons are exact where a JavaScript number is not', () => {
  assert.equal(addDecimals('0.1', '0.2'), '0.3')
  assert.equal(addDecimals('9007199254740993', '0.01'), '9007199254740993.01')
  assert.equal(addDecimals('98000.00', '33100.000'), '131100')
  assert.equal(addDecimals('-0.05', '0.04'), '-0.01')
  assert.equal(addDecimals('100', '-100.00'), '0')
  assert.equal(addDecimals('700'), '700')
  assert.equal(addDecimals(), '0')
  assert.equal(compareDecimals('52.00', '52'), 0)
  assert.equal(compareDecimals('-1', '-0.999'), -1)
  assert.equal(compareDecimals('10', '9.99999'), 1)
})

test('dates are read with as much as was said', () => {
  assert.deepEqual(parseBhytDate('202608150830'), { date: '2026-08-15', time: '08:30' })
  assert.deepEqual(parseBhytDate('20260815'), { date: '2026-08-15', time: null })
  assert.deepEqual(parseBhytDate('196000000000'), { date: '1960', time: null })
  assert.deepEqual(parseBhytDate('196005000000'), { date: '1960-05', time: null })
  assert.deepEqual(parseBhytDate('1960'), { date: '1960', time: null })
  assert.deepEqual(parseBhytDate('202402290000'), { date: '2024-02-29', time: '00:00' })
  for (const text of [
    '',
    '20251399',
    '202302290000',
    '202608152400',
    '2026081508',
    '15/08/2026',
    '000000000000',
    '20260015',
  ])
    assert.equal(parseBhytDate(text), null, text)
})
