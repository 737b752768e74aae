import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { keyHasher, sortedHashes } from './key-hash.ts'

const text = fc.string({ unit: 'binary', maxLength: 200 })

test('a key is the HMAC that node gives, whatever the text and however long the secret', () => {
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 5 }), (secret, texts) => {
      const hashed = keyHasher(secret)
      for (const each of [...texts, 'số định danh|079190999001'.repeat(400), '']) {
        const hmac = createHmac('sha256', secret).update(each).digest()
        assert.equal(hashed(each), hmac.readBigInt64BE().toString())
      }
    }),
  )
})

test('locks are sorted as numbers, each once', () => {
  assert.deepEqual(sortedHashes(['10', '-9223372036854775808', '9', '10', '-2']), [
    '-9223372036854775808',
    '-2',
    '9',
    '10',
  ])
})
