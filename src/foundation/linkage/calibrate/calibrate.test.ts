import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { calibrate, calibrated, calibrationError, chanceOf, reliability, seeded } from '../index.ts'

/** Pairs whose true chance at log2 odds x is another than the odds say: an overconfident scorer. */
function overconfident(pairs: number, seed: number) {
  const random = seeded(seed)
  const bits = Float64Array.from({ length: pairs }, () => 30 * random() - 15)
  return { bits, isTrue: Array.from(bits, (x) => random() < chanceOf(x / 3 - 1)) }
}

test('an overconfident scorer is honest after calibration, on pairs it was not calibrated on', () => {
  const learned = overconfident(100_000, 1)
  const calibration = calibrate(learned.bits, learned.isTrue)
  const fresh = overconfident(20_000, 2)
  const errorOf = (chance: (bits: number) => number) =>
    calibrationError(reliability(Array.from(fresh.bits, chance), fresh.isTrue))
  assert.ok(errorOf(chanceOf) > 0.08, `${errorOf(chanceOf)}`)
  assert.ok(errorOf((bits) => calibrated(calibration, bits)) < 0.015)
  // The chance that is really there is met within a few points everywhere.
  for (const bits of [-12, -6, 0, 3, 6, 12])
    assert.ok(Math.abs(calibrated(calibration, bits) - chanceOf(bits / 3 - 1)) < 0.05)
})

test('a thousand true pairs in a row are not certainty', () => {
  const bits = Array.from({ length: 1000 }, (_, i) => 1 + i / 1000)
  const { probabilities } = calibrate(bits, Array(1000).fill(1))
  assert.ok(probabilities.at(-1)! > 0.999 && probabilities.at(-1)! < 1)
})

test('calibrated chances rise with the odds, lie in 0 to 1, and are those of the best rising fit', () => {
  const example = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.boolean()), {
    minLength: 1,
    maxLength: 60,
  })
  fc.assert(
    fc.property(example, (pairs) => {
      const calibration = calibrate(
        pairs.map(([bits]) => bits),
        pairs.map(([, t]) => t),
      )
      let before = 0
      for (let bits = -12; bits <= 12; bits += 0.25) {
        const chance = calibrated(calibration, bits)
        assert.ok(chance >= before - 1e-12 && chance <= 1)
        before = chance
      }
    }),
    { seed: 5 },
  )
})

test('without pairs of known truth the odds speak for themselves', () => {
  assert.equal(calibrated(calibrate([], []), 0), 0.5)
  assert.equal(calibrated(calibrate([], []), -1), 1 / 3)
})

test('a reliability table compares what was said with what was true', () => {
  const bins = reliability([0.05, 0.15, 0.15, 0.95, 1], [0, 0, 1, 1, 1])
  assert.deepEqual([bins[0]!.pairs, bins[1]!.pairs, bins[9]!.pairs], [1, 2, 2])
  assert.deepEqual([bins[1]!.said, bins[1]!.true, bins[9]!.true], [0.15, 0.5, 1])
  assert.ok(Math.abs(calibrationError(bins) - (0.05 + 2 * 0.35 + 2 * 0.025) / 5) < 1e-12)
})
