import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aRecord } from '../links/testing.ts'
import { compareFields } from './compare-fields.ts'
import { markDate } from './mark-words.ts'
import { maskAlone, maskBeside } from './mask-digits.ts'
import { typedClerk } from './typed-clerk.ts'

const textOf = (parts: readonly { readonly text: string }[]) => parts.map((part) => part.text).join('')

test('of two numbers the clerk sees where they differ, and no digit that is equal', () => {
  assert.equal(textOf(maskBeside('079190999001', '079190999001')), '••••••••••••')
  assert.equal(textOf(maskBeside('079190999001', '079190999002')), '•••••••••••1')
  assert.equal(textOf(maskBeside('079190999001', '970190999001')), '0•9•••••••••')
  assert.equal(textOf(maskBeside('79190999001', '079190999001')), '•••••••••••')
  assert.equal(textOf(maskBeside('079190999001', '79190999001')), '0•••••••••••')
  assert.equal(textOf(maskBeside('079190999001', '001085123456')), '•×××××××××××')
  assert.equal(textOf(maskAlone('0990000001')), '••••••••••')
})

test('no more than four digits of any number are ever shown', () => {
  const number = fc.stringMatching(/^\d{1,18}$/)
  fc.assert(
    fc.property(number, number, (a, b) => {
      const shown = textOf(maskBeside(a, b))
      assert.equal([...shown].length, a.length)
      assert.ok(shown.replace(/\D/g, '').length <= 4)
      assert.equal(a === b, !shown.includes('×') && a.length === b.length && !/\d/.test(shown))
    }),
  )
})

test('dates are marked where they differ; a year alone differs from no day', () => {
  const marks = (date: string, ...others: string[]) =>
    markDate(date, others)
      .filter((part) => part.differs)
      .map((part) => part.text)
  assert.equal(textOf(markDate('1990-03-15', [])), '15/03/1990')
  assert.deepEqual(marks('1990-03-15', '1990-03-15'), [])
  assert.deepEqual(marks('1990-03-15', '1990-03-16'), ['15'])
  assert.deepEqual(marks('1990-03-15', '1990'), [])
  assert.deepEqual(marks('1990', '1991-03-15'), ['1990'])
})

test('a missing tone mark is alike, another name is different, and a field nobody filled is left out', () => {
  const of = (fullName: string, birthDate: string) =>
    aRecord({ fullName, birthDate, insuranceNumbers: [], citizenId: null }).words
  const fields = (a: string, b: string) => compareFields([of(a, '1990-03-15')], [of(b, '15/03/1990')])
  const state = (a: string, b: string) => fields(a, b).find(({ field }) => field === 'name')?.state
  assert.equal(state('NGUYỄN THỊ MẪU', 'Nguyễn Thị Mẫu'), 'equal')
  assert.equal(state('NGUYỄN THỊ MẪU', 'NGUYEN THI MAU'), 'similar')
  assert.equal(state('NGUYỄN THỊ MẪU', 'TRẦN VĂN KHÁC'), 'different')
  assert.deepEqual(
    fields('NGUYỄN THỊ MẪU', 'NGUYỄN THỊ MẪU').map(({ field, state }) => `${field}: ${state}`),
    ['name: equal', 'birth: equal', 'sex: equal'],
  )
})

test('whatever a sender wrote can be compared and shown, in bounded size', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 2_000 }), fc.constant(null))
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 12 }), (list) => {
      const words = list.map(([fullName, birthDate, number]) => ({
        ...aRecord().words,
        ...{ fullName, birthDate, citizenNumber: number, phone: number, insuranceNumber: number },
        mother: { fullName, citizenNumber: number },
      }))
      const fields = compareFields(words, words.slice(0, 1))
      assert.ok(JSON.stringify(fields).length < 100_000)
    }),
    { numRuns: 50 },
  )
})

test('a clerk’s name is a name', () => {
  const named = (name: string) => typedClerk({ headers: { 'x-mach-clerk': name } })
  assert.equal(named(encodeURIComponent(' Nguyễn  Thị Lan ')), 'Nguyễn Thị Lan')
  for (const wrong of ['', '%', 'a', '%00ab', encodeURIComponent('=1+2'), encodeURIComponent('x'.repeat(99))])
    assert.equal(named(wrong), null, wrong)
})
