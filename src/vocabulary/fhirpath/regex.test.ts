import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileMatcher, compileReplacer } from './regex.ts'
import { compileAutomaton } from './regex-automaton.ts'

const patterns = [
  '(a+)+$',
  '^(a|aa)+b',
  '[A-Z]([A-Za-z0-9_]){0,254}',
  '^[a-zA-Z0-9\\/\\-_\\[\\]\\@]+$',
  'a.*b.*c',
  '\\bfoo\\b',
  'x{2,3}y?',
  '(?:ab|c)*d',
  '',
  '^$',
  '[^a-c]+',
  '\\d{2}-\\d{2}',
  '(?<n>a)|b',
  'a{2,}',
  '[\\w.]+@',
  '\\s\\S',
  'a??b',
  '[\\]a]',
]
const texts = [
  '',
  'aaaa',
  'aab',
  'foo bar',
  'afoo',
  'xxxy',
  'ababcd',
  'aaabbbccc',
  'A_1',
  'a/b@c',
  '12-34',
  'b',
  ' x',
  'ab',
  ']',
  'Ệ',
]

test('the automaton matches what JavaScript matches', () => {
  for (const pattern of patterns)
    for (const text of texts)
      for (const whole of [false, true]) {
        const expected = new RegExp(whole ? `^(?:${pattern})$` : pattern, 's').test(text)
        assert.equal(compileAutomaton(pattern, whole)?.(text), expected, `${pattern} on ${text}`)
        assert.equal(compileMatcher(pattern, whole)?.(text), expected, `${pattern} on ${text}`)
      }
})

test('no pattern makes a match take long', () => {
  const long = 'a'.repeat(20_000)
  const start = process.cpuUsage()
  for (const [pattern, text] of [
    ['(a+)+$', `${long}b`],
    ['(a|a)*$', `${long}b`],
    ['(.*)(.*)(.*)(.*)x', long],
    ['a*a*a*a*a*b', long],
    [`${'a?'.repeat(40)}${'a'.repeat(40)}`, 'a'.repeat(39)],
    ['(a?){40}a{40}', 'a'.repeat(39)],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', long],
  ] as const) {
    assert.equal(typeof compileMatcher(pattern, false)!(text), 'boolean', pattern)
  }
  const { user, system } = process.cpuUsage(start)
  assert.ok(user + system < 5_000_000, `${user + system} µs`)
})

test('patterns that cannot be run safely, or at all, are refused', () => {
  for (const pattern of ['(', '[z-a]', 'a'.repeat(3000)]) assert.equal(compileMatcher(pattern, false), null)
  assert.throws(() => compileMatcher('(a*)\\1$', false)!('a'.repeat(100)))
  assert.throws(() => compileMatcher('(?=(a+)+$)x', false)!('a'.repeat(100)))
  assert.throws(() => compileReplacer('(a+)+$')!('a'.repeat(100), ''))
  assert.equal(compileAutomaton('((x{1,90}){1,90}){1,90}', true), null)
  assert.equal(compileAutomaton('(((){999}){999}){999}', true), null)
  assert.equal(compileAutomaton('('.repeat(900) + ')'.repeat(900), true), null)
})

test('groups can be named where something is replaced', () => {
  const by = ['m', 'd'].map((name) => `\${${name}}`).join('-')
  assert.equal(compileReplacer('(?<d>\\d+)/(?<m>\\d+)')!('25/12', by), '12-25')
})
