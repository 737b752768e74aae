import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  amount,
  decimalText,
  exactNumber,
  moneyOf,
  narrativeOf,
  narrativeText,
  sentDecimal,
  ucumOf,
} from './index.ts'

test('decimals never lose a digit', () => {
  assert.equal(exactNumber('147000.74'), 147000.74)
  assert.equal(exactNumber('52.00'), 52)
  assert.equal(exactNumber('12345678901234567.89'), undefined)
  assert.equal(exactNumber('0.1234567890123456789'), undefined)
  assert.equal(exactNumber('abc'), undefined)
  assert.deepEqual(sentDecimal('58'), { value: 58 })
  for (const text of ['98000.00', '0', '147000.74', '12345678901234567.89', '000.5', '22102.5'])
    assert.equal(decimalText(moneyOf(text)), text)
  for (const text of ['98000.00', '47.5', '12345678901234567.89'])
    assert.equal(decimalText(amount('fund', text)), text)
  assert.equal(decimalText(undefined), null)
})

test('narrative gives its text back', () => {
  const text = 'K35.8 < mổ > & "ổn"\ndòng hai'
  assert.equal(narrativeText(narrativeOf(text)), text)
  assert.ok(!narrativeOf('<script>').div.includes('<script>'))
})

test('units become UCUM only when they mean one thing', () => {
  assert.equal(ucumOf('G/L'), '10*9/L')
  assert.equal(ucumOf('g/L'), 'g/L')
  assert.equal(ucumOf('µmol/L'), 'umol/L')
  assert.equal(ucumOf('viên'), null)
})
