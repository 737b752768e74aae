import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkRules } from './index.ts'
import { exampleMessage } from './testing.ts'

/**
 * The arithmetic said a second time, slowly: whole numbers of 10⁻¹² đồng, nothing but BigInt, by its own reading of a
 * decimal. What it says of random lines the rules must say too.
 */
const scale = 10n ** 12n
function whole(text: string): bigint {
  const [units = '0', part = ''] = text.replace('-', '').split('.')
  const value = BigInt(units) * scale + BigInt(part.padEnd(12, '0'))
  return text.startsWith('-') ? -value : value
}
const text = (value: bigint) => {
  const [sign, size] = value < 0n ? ['-', -value] : ['', value]
  const part = (size % scale).toString().padStart(12, '0').replace(/0+$/, '')
  return `${sign}${size / scale}${part && `.${part}`}`
}
const apart = (a: bigint, b: bigint, tolerance: bigint) => (a > b ? a - b : b - a) > tolerance * scale

/** Up to nine hundred million with three decimals, often tiny. */
const amount = fc
  .tuple(fc.oneof(fc.nat({ max: 900_000_000 }), fc.nat({ max: 2_000 })), fc.nat({ max: 999 }))
  .map(([units, part]) => `${units}.${String(part).padStart(3, '0')}`)
const percent = fc.oneof(fc.constantFrom('100', '95', '80', '47.5', '50'), fc.nat({ max: 100 }).map(String))
/** Nothing, or a difference that lies about the tolerance, in millionths of a đồng; sometimes much more. */
const slip = fc.oneof(
  fc.constant(0n),
  fc.bigInt({ min: 900_000n, max: 1_100_000n }),
  fc.bigInt({ min: 1_900_000n, max: 2_100_000n }),
  fc.constantFrom(1_000_000n, 1_000_001n, 999_999n, 2_000_000n, 2_000_001n),
  fc.bigInt({ min: -5_000_000_000n, max: 5_000_000_000n }),
)
const off = (value: bigint, millionths: bigint) => text(value + millionths * 10n ** 6n)
const found = (tables: Parameters<typeof exampleMessage>[0]['tables']) =>
  new Set(checkRules(exampleMessage({ tables })).map(({ code }) => code))

test('the amount of a drug: quantity times price, to the millionth of a đồng about the tolerance', () => {
  fc.assert(
    fc.property(amount, fc.nat({ max: 9_999 }), slip, (price, thousandths, by) => {
      const quantity = `${Math.floor(thousandths / 100)}.${thousandths % 100}`
      const right = (whole(price) * whole(quantity)) / scale
      const sent = off(right, by)
      const broken = apart(whole(sent), right, 1n)
      assert.equal(
        found({ XML2: { SO_LUONG: quantity, DON_GIA: price, THANH_TIEN_BV: sent } }).has('R-XML2-001'),
        broken,
      )
    }),
    { numRuns: 2_000 },
  )
})

test('the amount of a service: with its two rates', () => {
  fc.assert(
    fc.property(amount, percent, percent, slip, (price, rate, share, by) => {
      const right = (whole(price) * whole(rate) * whole(share)) / scale / scale / 10_000n
      const sent = off(right, by)
      const line = {
        PHAM_VI: '1',
        SO_LUONG: '1',
        DON_GIA_BH: price,
        TYLE_TT_DV: rate,
        TYLE_TT_BH: share,
        THANH_TIEN_BH: sent,
      }
      // The line above is cut to 10⁻¹² đồng; so far from the tolerance as that it proves nothing.
      const distance = by < 0n ? -by : by
      if (distance === 1_000_000n) return
      assert.equal(found({ XML3: line }).has('R-XML3-003'), apart(whole(sent), right, 1n))
    }),
    { numRuns: 2_000 },
  )
})

test('the four payers of a line add up to its amount', () => {
  fc.assert(
    fc.property(amount, amount, amount, amount, slip, (fund, coPay, patient, other, by) => {
      const right = whole(fund) + whole(coPay) + whole(patient) + whole(other)
      const sent = off(right, by)
      const line = { THANH_TIEN_BV: sent, T_BHTT: fund, T_BNCCT: coPay, T_BNTT: patient, T_NGUONKHAC: other }
      assert.equal(
        found({ XML3: { MA_DICH_VU: '02.1898', ...line } }).has('R-XML3-009'),
        apart(whole(sent), right, 1n),
      )
    }),
    { numRuns: 2_000 },
  )
})

test('a total of the visit is the sum of its lines in both tables', () => {
  fc.assert(
    fc.property(
      fc.array(amount, { maxLength: 40 }),
      fc.array(amount, { maxLength: 40 }),
      slip,
      (drugs, services, by) => {
        const right = [...drugs, ...services].reduce((sum, one) => sum + whole(one), 0n)
        const sent = off(right, by)
        const line = (one: string) => ({ T_BHTT: one })
        const codes = found({ XML1: { T_BHTT: sent }, XML2: drugs.map(line), XML3: services.map(line) })
        assert.equal(codes.has('R-XML1-144'), apart(whole(sent), right, 2n))
      },
    ),
    { numRuns: 1_000 },
  )
})

test('amounts too large for a double are still exact', () => {
  const large = '123456789012345678901234567890'
  const total = (T_BHTT: string) => found({ XML1: { T_BHTT }, XML2: [{ T_BHTT: large }, { T_BHTT: '0.01' }] })
  assert.ok(!total(`${large}.01`).has('R-XML1-144'))
  assert.ok(!total('123456789012345678901234567892').has('R-XML1-144'))
  assert.ok(total('123456789012345678901234567893').has('R-XML1-144'))
})
