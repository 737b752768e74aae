import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseBhytDate, parseDecimal } from '#vocabulary/bhyt'
import { isMoment, isPlainDecimal } from './plain-forms.ts'

const nearlyDate = fc.oneof(
  fc.stringMatching(/^(18|19|20|22)\d{2}[01]\d[0-3]\d([0-2]\d[0-6]\d)?$/),
  fc.stringMatching(/^\d{0,14}$/),
  fc.string({ maxLength: 13 }),
  fc.stringMatching(/^[\d٠x ]{12}$/),
)
const nearlyAmount = fc.oneof(
  fc.stringMatching(/^[+-]?\d{0,32}[.,]?\d{0,14} ?$/),
  fc.string({ maxLength: 5 }),
)

test('a moment seen at a glance is one the longer look reads to the day, and no other', () => {
  fc.assert(
    fc.property(nearlyDate, (text) => {
      const read = /^(\d{8}|\d{12})$/.test(text) ? parseBhytDate(text) : null
      assert.equal(isMoment(text), read !== null && read.date.length === 10, text)
    }),
    { numRuns: 5_000 },
  )
})

test('an amount seen at a glance is one the longer look gives back letter by letter', () => {
  fc.assert(
    fc.property(nearlyAmount, (text) => {
      const read = parseDecimal(text)
      assert.ok(!isPlainDecimal(text) || (read.ok && read.value === text), text)
    }),
    { numRuns: 5_000 },
  )
  for (const text of ['0', '12', '52.00', '0.5', '185000']) assert.ok(isPlainDecimal(text), text)
})
