import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseExact } from '#foundation/json'
import { applyJsonPatch } from '#vocabulary/fhir-patch'

const read = (text: string) => {
  const parsed = parseExact(text)
  assert.ok(parsed.ok, text)
  return parsed.value
}
/** The patched text, or the code of the problem. */
const patch = (document: string, operations: string): string => {
  const given = read(document)
  const patched = applyJsonPatch(given, read(operations))
  assert.equal(given.write(given.value), document, 'what was given must stay as it was')
  return patched.ok ? patched.value.write(patched.value.value) : patched.problem.code
}

// RFC 6902, appendix A, in its order.
const appendix: [why: string, document: string, operations: string, result: string][] = [
  ['A.1', '{"foo":"bar"}', '[{"op":"add","path":"/baz","value":"qux"}]', '{"foo":"bar","baz":"qux"}'],
  [
    'A.2',
    '{"foo":["bar","baz"]}',
    '[{"op":"add","path":"/foo/1","value":"qux"}]',
    '{"foo":["bar","qux","baz"]}',
  ],
  ['A.3', '{"baz":"qux","foo":"bar"}', '[{"op":"remove","path":"/baz"}]', '{"foo":"bar"}'],
  ['A.4', '{"foo":["bar","qux","baz"]}', '[{"op":"remove","path":"/foo/1"}]', '{"foo":["bar","baz"]}'],
  [
    'A.5',
    '{"baz":"qux","foo":"bar"}',
    '[{"op":"replace","path":"/baz","value":"boo"}]',
    '{"baz":"boo","foo":"bar"}',
  ],
  [
    'A.6',
    '{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}',
    '[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]',
    '{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}',
  ],
  [
    'A.7',
    '{"foo":["all","grass","cows","eat"]}',
    '[{"op":"move","from":"/foo/1","path":"/foo/3"}]',
    '{"foo":["all","cows","eat","grass"]}',
  ],
  [
    'A.8',
    '{"baz":"qux","foo":["a",2,"c"]}',
    '[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}]',
    '{"baz":"qux","foo":["a",2,"c"]}',
  ],
  ['A.9', '{"baz":"qux"}', '[{"op":"test","path":"/baz","value":"bar"}]', 'PATCH_TEST_FAILED'],
  [
    'A.10',
    '{"foo":"bar"}',
    '[{"op":"add","path":"/child","value":{"grandchild":{}}}]',
    '{"foo":"bar","child":{"grandchild":{}}}',
  ],
  [
    'A.11',
    '{"foo":"bar"}',
    '[{"op":"add","path":"/baz","value":"qux","xyz":123}]',
    '{"foo":"bar","baz":"qux"}',
  ],
  ['A.12', '{"foo":"bar"}', '[{"op":"add","path":"/baz/bat","value":"qux"}]', 'PATCH_NOT_FOUND'],
  ['A.14', '{"/":9,"~1":10}', '[{"op":"test","path":"/~01","value":10}]', '{"/":9,"~1":10}'],
  ['A.15', '{"/":9,"~1":10}', '[{"op":"test","path":"/~01","value":"10"}]', 'PATCH_TEST_FAILED'],
  [
    'A.16',
    '{"foo":["bar"]}',
    '[{"op":"add","path":"/foo/-","value":["abc","def"]}]',
    '{"foo":["bar",["abc","def"]]}',
  ],
]

test('the examples of RFC 6902 come out as printed there', () => {
  for (const [why, document, operations, result] of appendix)
    assert.equal(patch(document, operations), result, why)
  // A.13 gives "op" twice: the reader of JSON refuses it.
  assert.equal(parseExact('[{"op":"add","path":"/baz","value":"qux","op":"remove"}]').ok, false)
})

// The corners that implementations miss, as the public json-patch-tests list them.
const corners: typeof appendix = [
  ['whole document', '{"a":1}', '[{"op":"replace","path":"","value":{"b":2}}]', '{"b":2}'],
  ['add at the root replaces', '{"a":1}', '[{"op":"add","path":"","value":[]}]', '[]'],
  [
    'test of the root',
    '{"a":1,"b":[]}',
    '[{"op":"test","path":"","value":{"b":[],"a":1}}]',
    '{"a":1,"b":[]}',
  ],
  ['the root cannot be removed', '{"a":1}', '[{"op":"remove","path":""}]', 'PATCH_ROOT'],
  ['empty key', '{"":1}', '[{"op":"replace","path":"/","value":2}]', '{"":2}'],
  ['add over a member replaces it', '{"a":1}', '[{"op":"add","path":"/a","value":null}]', '{"a":null}'],
  [
    'null is a value',
    '{"a":null}',
    '[{"op":"test","path":"/a","value":null},{"op":"remove","path":"/a"}]',
    '{}',
  ],
  ['no value', '{"a":1}', '[{"op":"add","path":"/b"}]', 'PATCH_MEMBER_MISSING'],
  ['test without value', '{"a":1}', '[{"op":"test","path":"/a"}]', 'PATCH_MEMBER_MISSING'],
  ['no path', '{"a":1}', '[{"op":"remove"}]', 'PATCH_MEMBER_MISSING'],
  ['no from', '{"a":1}', '[{"op":"move","path":"/b"}]', 'PATCH_MEMBER_MISSING'],
  ['unknown op', '{"a":1}', '[{"op":"spam","path":"/a"}]', 'PATCH_OPERATION'],
  ['no operation', '{"a":1}', '[null]', 'PATCH_OPERATION'],
  ['no list', '{"a":1}', '{"op":"remove","path":"/a"}', 'PATCH_NOT_OPERATIONS'],
  ['not a pointer', '{"a":1}', '[{"op":"remove","path":"a"}]', 'PATCH_PATH_SYNTAX'],
  ['bad escape', '{"a~2":1}', '[{"op":"remove","path":"/a~2"}]', 'PATCH_PATH_SYNTAX'],
  ['end of an array', '[1]', '[{"op":"add","path":"/1","value":2}]', '[1,2]'],
  ['beyond the end', '[1]', '[{"op":"add","path":"/2","value":2}]', 'PATCH_INDEX'],
  ['beyond all ends', '[1]', '[{"op":"add","path":"/99999999999999999999","value":2}]', 'PATCH_INDEX'],
  ['leading zero', '[1,2]', '[{"op":"remove","path":"/01"}]', 'PATCH_INDEX'],
  ['negative', '[1,2]', '[{"op":"remove","path":"/-1"}]', 'PATCH_INDEX'],
  ['exponent', '[1,2]', '[{"op":"remove","path":"/1e0"}]', 'PATCH_INDEX'],
  ['length is no element', '[1,2]', '[{"op":"replace","path":"/length","value":0}]', 'PATCH_INDEX'],
  ['- is for adding', '[1]', '[{"op":"remove","path":"/-"}]', 'PATCH_INDEX'],
  ['- within', '[[1]]', '[{"op":"add","path":"/-/0","value":2}]', 'PATCH_INDEX'],
  ['- as a key', '{"-":1}', '[{"op":"remove","path":"/-"}]', '{}'],
  ['number keys of objects', '{"a":{}}', '[{"op":"add","path":"/a/0","value":1}]', '{"a":{"0":1}}'],
  ['through a string', '{"a":"xyz"}', '[{"op":"test","path":"/a/0","value":"x"}]', 'PATCH_NOT_FOUND'],
  ['through null', '{"a":null}', '[{"op":"add","path":"/a/b","value":1}]', 'PATCH_NOT_FOUND'],
  ['replace needs something', '{"a":1}', '[{"op":"replace","path":"/b","value":1}]', 'PATCH_NOT_FOUND'],
  ['move into itself', '{"a":{"b":1}}', '[{"op":"move","from":"/a","path":"/a/b"}]', 'PATCH_INTO_ITSELF'],
  ['move to itself', '{"a":1,"b":2}', '[{"op":"move","from":"/a","path":"/a"}]', '{"a":1,"b":2}'],
  ['move to a neighbour of like name', '{"a":1}', '[{"op":"move","from":"/a","path":"/ab"}]', '{"ab":1}'],
  [
    'copy is a copy',
    '{"a":[1]}',
    '[{"op":"copy","from":"/a","path":"/b"},{"op":"add","path":"/b/-","value":2}]',
    '{"a":[1],"b":[1,2]}',
  ],
  [
    'all or nothing',
    '{"a":1}',
    '[{"op":"remove","path":"/a"},{"op":"remove","path":"/a"}]',
    'PATCH_NOT_FOUND',
  ],
  ['order matters in arrays', '[[1,2]]', '[{"op":"test","path":"/0","value":[2,1]}]', 'PATCH_TEST_FAILED'],
  ['an object is no array', '{"a":{}}', '[{"op":"test","path":"/a","value":[]}]', 'PATCH_TEST_FAILED'],
]

test('corners of pointers, indexes and missing members', () => {
  for (const [why, document, operations, result] of corners)
    assert.equal(patch(document, operations), result, why)
})

test('digits stay where nobody touched them, travel with what is moved, and come in with what is added', () => {
  const same = (document: string, operations: string, result: string) =>
    assert.equal(patch(document, operations), result)
  same(
    '{"a":{"v":1.10},"b":2.0}',
    '[{"op":"add","path":"/c","value":3.00}]',
    '{"a":{"v":1.10},"b":2.0,"c":3.00}',
  )
  same(
    '{"a":{"v":1.10}}',
    '[{"op":"copy","from":"/a","path":"/b"},{"op":"move","from":"/a/v","path":"/c"}]',
    '{"a":{},"b":{"v":1.10},"c":1.10}',
  )
  same('{"a":1.10}', '[{"op":"replace","path":"/a","value":1.1}]', '{"a":1.1}')
  same('[1.0,2.0,3.0]', '[{"op":"remove","path":"/0"},{"op":"add","path":"/1","value":3}]', '[2.0,3,3.0]')
  same('{"a":1.10}', '[{"op":"test","path":"/a","value":11e-1}]', '{"a":1.10}')
  same('{"a":1.10}', '[{"op":"test","path":"","value":{"a":1.100}}]', '{"a":1.10}')
  same(
    '{"a":12345678901234567890}',
    '[{"op":"test","path":"/a","value":12345678901234567891}]',
    'PATCH_TEST_FAILED',
  )
})

test('no pointer reaches what JSON did not say', () => {
  for (const path of ['/__proto__/x', '/constructor/prototype/x', '/toString/x', '/a/__proto__/x'])
    assert.equal(patch('{"a":[]}', `[{"op":"add","path":"${path}","value":1}]`).slice(0, 6), 'PATCH_', path)
  assert.equal(
    patch('{"a":1}', '[{"op":"add","path":"/__proto__","value":{"x":1}}]'),
    '{"a":1,"__proto__":{"x":1}}',
  )
  assert.equal(
    patch(
      '{"a":1}',
      '[{"op":"add","path":"/b","value":{"__proto__":{"x":1}}},{"op":"copy","from":"/b","path":"/c"}]',
    ),
    '{"a":1,"b":{"__proto__":{"x":1}},"c":{"__proto__":{"x":1}}}',
  )
  assert.equal(({} as { x?: number }).x, undefined)
})

test('a value given once and used twice is two values', () => {
  const operations = read(
    '[{"op":"add","path":"/a","value":{"n":[]}},{"op":"add","path":"/a/n/-","value":1}]',
  )
  for (let round = 0; round < 2; round++) {
    const patched = applyJsonPatch(read('{}'), operations)
    assert.ok(patched.ok)
    assert.equal(patched.value.write(patched.value.value), '{"a":{"n":[1]}}')
  }
})

test('bombs of copies, towers and long lists end in a sentence, soon', () => {
  const began = process.cpuUsage()
  const many = (n: number, operation: object) => JSON.stringify(Array.from({ length: n }, () => operation))
  const copies = many(60, { op: 'copy', from: '/a', path: '/a/-' })
  assert.equal(patch('{"a":["x"]}', copies), 'PATCH_TOO_COSTLY')
  const tower = Array.from({ length: 200 }, (_, i) => ({ op: 'add', path: '/a'.repeat(i + 1), value: {} }))
  assert.equal(patch('{}', JSON.stringify(tower)), 'PATCH_TOO_DEEP')
  const high = `${'{"a":'.repeat(60)}{}${'}'.repeat(60)}`
  assert.equal(patch(high, `[{"op":"copy","from":"/a","path":"${'/a'.repeat(55)}"}]`), 'PATCH_TOO_DEEP')
  const long = JSON.stringify({ s: 'x'.repeat(1_000_000), list: [] })
  assert.equal(patch(long, many(200, { op: 'copy', from: '/s', path: '/list/-' })), 'PATCH_TOO_COSTLY')
  const wide = JSON.stringify(Array.from({ length: 300_000 }, () => 0))
  assert.equal(patch(wide, many(10_000, { op: 'add', path: '/0', value: 1 })), 'PATCH_TOO_COSTLY')
  assert.equal(patch('{}', many(10_001, { op: 'add', path: '/a', value: 1 })), 'PATCH_TOO_MANY')
  assert.equal(patch('{}', `[{"op":"remove","path":"${'/a'.repeat(100_000)}"}]`), 'PATCH_NOT_FOUND')
  const spent = process.cpuUsage(began)
  assert.ok((spent.user + spent.system) / 1e6 < 8)
})
