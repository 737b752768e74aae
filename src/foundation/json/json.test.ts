import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseExact } from '#foundation/json'
import { findFault } from './find-fault.ts'

const code = (text: string): string | null => {
  const read = parseExact(text)
  return read.ok ? null : read.problem.code
}
const message = (text: string): string => {
  const read = parseExact(text)
  return read.ok ? '' : read.problem.message
}
const rewritten = (text: string): string => {
  const read = parseExact(text)
  assert.ok(read.ok, `${text.slice(0, 80)}: ${message(text)}`)
  return read.value.write(read.value.value)
}

// biome-ignore format: a table
const accepted = [
  '[]', '{}', 'null', 'true', 'false', '""', '0', '-1', '1.5', '[0]', '[-0]', '[0e+1]', '[0e1]', '[1E22]', '[1E-2]',
  '[1E+2]', '[123e45]', '[123e-10000]', '[123.456e78]', '[-123123123123123123123123123123]', '[1.000000000000000005]',
  ' [ ] ', '\t{\r\n}\n', '[null, 1, "1", {}]', '{"a":"b","c":{"a":1}}', '{"":0}', '{"\\u0000":1}', '["\\/\\b\\f\\n\\r\\t\\"\\\\"]',
  '["\\u0060\\u012a\\u12AB"]', '["\\ud83d\\ude00"]', '["\\uDBFF\\uDFFF"]', '["\\uFFFF"]', '["😀"]', '["Nguyễn Thị Ánh"]', '["\u2028\u2029"]',
  '["\\\\ud800"]', '["a/*b*/c"]', '{"__proto__":{"x":1}}', '{"constructor":1,"toJSON":2}', '["]"]', '["[[[[{{{{"]', '[1,2]', '"\\\\"', '["\\\\","\\""]',
]
// biome-ignore format: a table
const refused = [
  '[', ']', '{', '}', '[1', '[1,', '[1,]', '[,1]', '[1,,2]', '[1 2]', '["a" "b"]', '{"a"}', '{"a":}', '{"a":1,}', '{,}', '{a:1}', "{'a':1}",
  '{1:1}', '{null:1}', '{"a":1 "b":2}', '{"a":1:2}', '[1]x', '[] []', '{}{}', '1 2', '[01]', '[-01]', '[1.]', '[.5]', '[-]', '[--1]', '[+1]', '[1e]',
  '[1e+]', '[1eE2]', '[0x1]', '[1_0]', '[NaN]', '[-NaN]', '[Infinity]', '[-Infinity]', '[tru]', '[True]', '[nul]', 'undefined', '["a]', '"', '["\t"]',
  '["\n"]', '["\u0000"]', '["\\x41"]', '["\\u12"]', '["\\u12G4"]', '["\\ud83d\\ude0Z"]', '["\\"]', '["\\', '[\u00a0]', '[\u000b]', '//c\n[]', '[/*c*/]', '#', '*', '<a/>',
  '{"a":1', '{"a', '{"a":', '[1-2]', '[1+2]', '[1.2.3]', '[- 1]', '\u2028[]',
]

test('what RFC 8259 allows is read as JSON.parse reads it, what it forbids is refused with a place', () => {
  for (const text of accepted) {
    const read = parseExact(text)
    assert.ok(read.ok, text)
    assert.deepEqual(read.value.value, JSON.parse(text), text)
    assert.equal(findFault(text, 100), null, text)
  }
  for (const text of refused) {
    assert.throws(() => JSON.parse(text), text)
    assert.match(code(text) ?? 'accepted', /^JSON_(SYNTAX|CUT_SHORT)$/, JSON.stringify(text))
    assert.notEqual(findFault(text, 100), null, text)
  }
})

test('a sentence says line and column and never repeats what was sent', () => {
  assert.match(message('{\n  "name": "Nguyễn Văn A",\n  "x": tru\n}'), /dòng 3, cột 8/)
  assert.match(message('{"a":1,\r\n"Nguyễn":1,"Nguyễn":2}'), /hai lần.* dòng 2, cột 12/)
  assert.doesNotMatch(message('{"Nguyễn":1,"Nguyễn":2}'), /Nguyễn/)
  assert.match(message('[1,'), /cắt giữa chừng tại dòng 1, cột 4/)
})

test('a member given twice is refused, however its key is written and however deep', () => {
  for (const text of [
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":2}',
    '[{"x":{"y":[],"z":0,"y":{"q":1}}}]',
    '{"__proto__":1,"__proto__":2}',
  ])
    assert.equal(code(text), 'JSON_DUPLICATE_KEY', text)
  assert.equal(code('{"a":{"a":{"a":1}},"b":{"a":1}}'), null)
})

test('half a character, a number beyond measure, a byte order mark and nothing at all are refused by name', () => {
  for (const text of [
    '["\\ud800"]',
    '["\\udc00\\ud800"]',
    '["\\ud83dx"]',
    '["\ud83d"]',
    '["\\ud83d\ude00"]',
    '{"\\uDead":1}',
  ])
    assert.equal(code(text), 'JSON_LONE_SURROGATE', JSON.stringify(text))
  for (const text of ['1e400', '[-1e999]', `[${'9'.repeat(400)}]`])
    assert.equal(code(text), 'JSON_NUMBER_TOO_LARGE')
  assert.equal(code('\ufeff{}'), 'JSON_BYTE_ORDER_MARK')
  assert.equal(code(''), 'JSON_EMPTY')
  assert.equal(code(' \n'), 'JSON_EMPTY')
})

test('nesting beyond the limit is refused before anything is built, brackets in texts do not count', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  assert.equal(code(nested(100)), null)
  assert.equal(code(nested(101)), 'JSON_TOO_DEEP')
  assert.equal(code('{"a":'.repeat(200_000)), 'JSON_TOO_DEEP')
  assert.equal(code('["]",'.repeat(200_000)), 'JSON_TOO_DEEP')
  assert.equal(code(`["${'['.repeat(1000)}"]`), null)
  assert.equal(parseExact(nested(101), { maxDepth: 101 }).ok, true)
  assert.equal(parseExact(nested(5000), { maxDepth: 1_000_000 }).ok, false)
})

test('digits stay as the sender wrote them', () => {
  for (const text of [
    '{"a":1.10,"b":[1e2,-0,12345678901234567890,0.0],"c":{"1.0":2.50}}',
    '[[1.0,[2.0]],{"k\\"ey":3.0,"\\u00e9":4.0},5.0]'.replace('\\u00e9', 'é'),
    '1.10',
    '-0',
    '{"b":1,"a":100.00}',
    '[1.0,1,1.00]',
    '{"n":0.1000000000000000055511151231257827}',
  ])
    assert.equal(rewritten(text), text)
  assert.equal(rewritten(' { "a" : [ 1.0 , "x y" ] } '), '{"a":[1.0,"x y"]}')
  assert.equal(rewritten(' 1.0\n'), '1.0')
})

test('a changed number is written as it is now, its neighbours as they were sent', () => {
  const read = parseExact(
    '{"low":{"value":1.10},"high":{"value":2.20,"unit":"g"},"list":[{"v":5.0},{"v":6.0}]}',
  )
  assert.ok(read.ok)
  const { value, write } = read.value
  const body = value as {
    low: { value: number }
    high: Record<string, unknown>
    list: { v: number }[]
    added?: object
  }
  body.low.value = 1.5
  body.high.comparator = '<'
  delete body.high.unit
  body.added = { moved: body.list.shift(), nothing: undefined }
  assert.equal(
    write(value),
    '{"low":{"value":1.5},"high":{"value":2.20,"comparator":"<"},"list":[{"v":6.0}],"added":{"moved":{"v":5.0}}}',
  )
  assert.equal(write(body.high), '{"value":2.20,"comparator":"<"}')
})

test('a member called __proto__ is a member and nothing else', () => {
  const text = '{"__proto__":{"admin":true,"n":1.0},"a":1}'
  const read = parseExact(text)
  assert.ok(read.ok)
  assert.equal((read.value.value as { admin?: boolean }).admin, undefined)
  assert.equal(read.value.write(read.value.value), text)
})
