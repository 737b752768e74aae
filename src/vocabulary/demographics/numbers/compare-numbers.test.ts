import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  compareExactly,
  compareNumbers,
  contradicts,
  isOneEditApart,
  NumberFlag,
  NumberLevel,
  type PackedNumbers,
  packNumbers,
  readNumbers,
} from './index.ts'

const citizen = (...texts: string[]): PackedNumbers => ({
  values: texts.map(Number),
  flags: texts.map(() => 0),
})

test('tells equal, restored, near and different numbers apart', () => {
  const one = citizen('079190999001')
  assert.equal(compareNumbers(one, one), NumberLevel.equal)
  assert.equal(
    compareNumbers(one, { values: [79190999001], flags: [NumberFlag.restored] }),
    NumberLevel.restored,
  )
  assert.equal(compareNumbers(one, citizen('079190999002')), NumberLevel.near, 'a digit')
  assert.equal(compareNumbers(one, citizen('079190990901')), NumberLevel.near, 'two neighbours')
  assert.equal(compareNumbers(one, citizen('079109999001')), NumberLevel.near, 'neighbours across the middle')
  assert.equal(compareNumbers(one, citizen('979190999001')), NumberLevel.near, 'the first digit')
  assert.equal(compareNumbers(one, citizen('079190999110')), NumberLevel.different)
  assert.equal(compareNumbers(one, citizen()), NumberLevel.missing)
})

test('a number that was replaced still finds its owner', () => {
  assert.equal(
    compareNumbers(citizen('079190999001', '079090999777'), citizen('079090999777')),
    NumberLevel.equal,
  )
})

test('a CMND of 9 digits and a citizen number of 12 are never compared', () => {
  const of = (citizenNumber: string) =>
    packNumbers(
      readNumbers(
        {
          sex: 'unknown',
          citizenNumber,
          insuranceNumber: null,
          passportNumber: null,
          birthCertificateNumber: null,
          phone: null,
        },
        null,
      ),
    )
  const [old, today] = [of('024999001'), of('000024999001')]
  assert.equal(compareNumbers(old.citizenId, today.citizenId), NumberLevel.missing)
  assert.equal(compareExactly(old.cmnd, today.cmnd), NumberLevel.missing)
})

test('two sound numbers far apart are two humans; a doubted or a mistyped one contradicts nobody', () => {
  const one = citizen('079190999001')
  assert.equal(contradicts(one, citizen('079190888765')), true)
  assert.equal(contradicts(one, citizen('079190999002')), false, 'one digit')
  assert.equal(contradicts(one, { values: [79085888765], flags: [NumberFlag.sexDiffers] }), false)
  assert.equal(contradicts(one, citizen()), false)
  assert.equal(contradicts(one, one), false)
})

/** The definition, on texts: one place replaced, or two neighbours swapped. */
function apart(a: string, b: string): boolean {
  const places = [...a].flatMap((digit, at) => (digit === b[at] ? [] : [at]))
  if (places.length === 1) return true
  const [first = 0, second = 0] = places
  return places.length === 2 && second === first + 1 && a[first] === b[second] && a[second] === b[first]
}

test('one edit between packed numbers is one edit between their digits', () => {
  const digits = fc.stringMatching(/^\d{12}$/)
  const edit = fc
    .tuple(digits, fc.nat(11), fc.nat(9), fc.boolean(), fc.nat(2))
    .map(([a, at, digit, swap, more]) => {
      const b = [...a]
      if (swap && at < 11) [b[at], b[at + 1]] = [b[at + 1]!, b[at]!]
      else b[at] = String(digit)
      if (more === 0) b[(at + 5) % 12] = String((Number(b[(at + 5) % 12]) + 1) % 10)
      return [a, b.join('')] as const
    })
  let near = 0
  fc.assert(
    fc.property(fc.oneof(edit, fc.tuple(digits, digits)), ([a, b]) => {
      const is = isOneEditApart(Number(a), Number(b))
      if (is) near += 1
      assert.equal(is, apart(a, b), `${a} ${b}`)
      assert.equal(is, isOneEditApart(Number(b), Number(a)))
    }),
    { numRuns: 5000 },
  )
  assert.ok(near > 500, `${near} pairs near`)
})

test('comparing is symmetric, and a list with numbers agrees with itself', () => {
  const numbers = fc
    .array(
      fc.tuple(fc.integer({ min: 79190999000, max: 79190999030 }), fc.constantFrom(0, NumberFlag.restored)),
      {
        maxLength: 3,
      },
    )
    .map((list) => ({ values: list.map(([value]) => value), flags: list.map(([, flag]) => flag) }))
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      assert.equal(compareNumbers(a, b), compareNumbers(b, a))
      assert.equal(compareExactly(a, b), compareExactly(b, a))
      assert.equal(contradicts(a, b), contradicts(b, a))
      if (a.values.length > 0) assert.ok(compareNumbers(a, a) >= NumberLevel.restored)
    }),
  )
})
