import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keep, parseSearch, stringifySearch } from './paths'

test('a citizen number in an address keeps its leading zeros and is not read as a number', () => {
  assert.deepEqual(parseSearch('?q=001201000123'), { q: '001201000123' })
  assert.equal(stringifySearch({ q: '001201000123' }), '?q=001201000123')
})

test('what an address does not need is dropped', () => {
  assert.equal(stringifySearch({ q: '', facility: undefined }), '')
  assert.deepEqual(keep('q')({ q: 'hoa', other: 'x' }), { q: 'hoa' })
})
