import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileRegex } from './match-regex.ts'
import { randomFrom } from './testing.ts'

const free = () => {}

function matches(pattern: string, text: string): boolean {
  const compiled = compileRegex(pattern, free)
  assert.ok(compiled.ok, `${pattern}: ${compiled.ok ? '' : compiled.problem}`)
  return compiled.value(text)
}

test('expressions of value sets match whole texts', () => {
  assert.equal(matches('[A-Z]{3}', 'VNM'), true)
  assert.equal(matches('[A-Z]{3}', 'VNMX'), false)
  assert.equal(matches('^A0[0-9]\\.[^5]$', 'A09.1'), true)
  assert.equal(matches('^A0[0-9]\\.[^5]$', 'A09.5'), false)
  assert.equal(matches('sốt( xuất huyết)?', 'sốt xuất huyết'), true)
  assert.equal(matches('a|b|', ''), true)
  assert.equal(matches('(?:ab)+', 'ababab'), true)
  assert.equal(matches('[]a]+', ']a]'), true)
  assert.equal(matches('💉{2}', '💉💉'), true)
})

test('random expressions agree with those of JavaScript', () => {
  const random = randomFrom(7)
  const atoms = [
    'a',
    'b',
    'c',
    '.',
    '[ab]',
    '[^a]',
    '[a-c]',
    '\\d',
    '\\w',
    '\\.',
    '1',
    '-',
    '[b-]',
    '(a|bc)',
    '(?:c|)',
  ]
  const repeats = ['', '', '', '*', '+', '?', '{2}', '{1,3}', '{0,1}', '{1,}']
  let compared = 0
  for (let round = 0; round < 3000; round++) {
    const part = () => random.pick(atoms) + random.pick(repeats)
    const sequence = () => Array.from({ length: 1 + random.below(4) }, part).join('')
    const pattern =
      random.below(3) === 0 ? `(${sequence()}|${sequence()})${random.pick(repeats)}${part()}` : sequence()
    const oracle = new RegExp(`^(?:${pattern})$`, 'u')
    const compiled = compileRegex(pattern, free)
    assert.ok(compiled.ok, pattern)
    for (let word = 0; word < 10; word++) {
      const text = Array.from({ length: random.below(8) }, () =>
        random.pick(['a', 'b', 'c', '1', '.', '-']),
      ).join('')
      assert.equal(compiled.value(text), oracle.test(text), `${pattern} on ${text}`)
      compared += 1
    }
  }
  assert.equal(compared, 30_000)
})

test('expressions made to run for ever take no longer than others', () => {
  const started = process.cpuUsage()
  for (const pattern of [
    '(a+)+$',
    '(a|aa)+',
    '(a*)*b',
    '(((a*)*)*)*',
    '(.*)*x',
    'a?'.repeat(60) + 'a'.repeat(60),
  ]) {
    if (compileRegex(pattern, free).ok) matches(pattern, `${'a'.repeat(900)}!`)
  }
  const { user, system } = process.cpuUsage(started)
  assert.ok(user + system < 2_000_000, `${user + system} µs`)
})

test('expressions that are too large or not understood are refused, never thrown', () => {
  for (const pattern of [
    '(',
    ')',
    '[',
    '[a',
    'a{',
    'a{2',
    'a{3,2}',
    'a{99999}',
    '(a{1000}){1000}',
    '*',
    '+a',
    '(?=a)',
    '(?<n>a)',
    '\\1',
    '\\p{L}',
    '\\',
    'a**+*',
    '('.repeat(100),
    'x'.repeat(501),
    '[z-a]',
    '(?',
  ]) {
    assert.equal(compileRegex(pattern, free).ok, false, pattern)
  }
})
