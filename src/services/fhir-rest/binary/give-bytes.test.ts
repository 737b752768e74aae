import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Call } from '../call.types.ts'
import { bytesOf, takesAnyBytes } from './give-bytes.ts'

const call = (accept?: string, more: object = {}) =>
  ({
    method: 'GET',
    target: { kind: 'instance', type: 'Binary', id: '1' },
    pairs: [],
    accept,
    ...more,
  }) as unknown as Call
const stored = (binary: object) => ({
  ...{ type: 'Binary', id: '1', version: 3, deleted: false, lastUpdated: new Date() },
  json: JSON.stringify({ resourceType: 'Binary', contentType: 'text/plain', data: 'aGk=', ...binary }),
})

test('a type and a context that no header can hold are not put into one', () => {
  for (const contentType of [
    'text/x\u1ea1',
    'text',
    'text/plain\r\nset-cookie: x=1',
    `${'x'.repeat(200)}/y`,
  ]) {
    const answer = bytesOf(call('*/*'), stored({ contentType, securityContext: { reference: 'a\r\nb' } }))!
    assert.equal(answer.bytes!.contentType, 'application/octet-stream', contentType)
    assert.equal(answer.headers!['x-security-context'], undefined)
    assert.equal(Buffer.from(answer.bytes!.content).toString(), 'hi')
  }
  assert.equal(bytesOf(call('*/*'), stored({}))!.bytes!.contentType, 'text/plain')
})

test('an entry of a Bundle, another type and a writing call get no bytes', () => {
  assert.equal(bytesOf(call(), stored({})), null)
  assert.ok(takesAnyBytes(call('image/png')))
  assert.ok(!takesAnyBytes(call('image/png', { target: { kind: 'instance', type: 'Patient', id: '1' } })))
  assert.ok(!takesAnyBytes(call('image/png', { method: 'PUT' })))
})
