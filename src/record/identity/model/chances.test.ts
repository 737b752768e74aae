import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { chanceOf, seeded } from '#foundation/linkage'
import { generatePopulation } from '../../../../province/index.ts'
import { calibrateClasses, chanceIn, chancesAt, type KnownPair } from './chances.ts'
import { fitGrowth } from './fit-growth.ts'
import { measureNoise } from './noise.ts'
import { priorModel } from './prior-model.ts'
import { learnDummyValues, readAll } from './train-model.ts'

const noiseOf = (errors: number, persons = 2_000) => {
  const words = [...generatePopulation({ persons, seed: 9, errors })].map(({ record }) => record)
  return measureNoise(readAll(words, learnDummyValues(words)), priorModel().linkage)
}

test('noise is counted without labels: it grows with the mistakes that were written, and few records tell nothing', () => {
  const [half, usual, strong] = [noiseOf(0.5)!, noiseOf(1)!, noiseOf(1.5)!]
  assert.ok(half < usual && usual < strong)
  // Mistakes half as many again contradict about half as often again.
  assert.ok(strong / usual > 1.25 && strong / usual < 1.75, `${strong / usual}`)
  assert.equal(noiseOf(1, 50), null)
})

test('the power by which odds grow is found again in drawn pairs, and pairs of one noise show none', () => {
  const random = seeded(3)
  const drawn = (growth: number, noises: readonly number[]) =>
    Array.from({ length: 20_000 }, (_, at) => {
      const [bits, noiseBits] = [8 * random() - 4, noises[at % noises.length]!]
      return { bits, noiseBits, isTrue: random() < chanceOf(bits + growth * noiseBits) }
    })
  for (const growth of [0, 0.7, 1.5]) assert.ok(Math.abs(fitGrowth(drawn(growth, [-1, 1])) - growth) < 0.15)
  assert.equal(fitGrowth(drawn(1, [0])), 0)
  assert.equal(fitGrowth([]), 0)
})

/** Of one class, half true whatever the weight where few mistakes are written, two of three where there are twice as many. */
const known = (): KnownPair[] =>
  Array.from({ length: 6_000 }, (_, at) => {
    const isNoisy = at % 2 === 1
    return {
      kind: 'newborn',
      weight: 3,
      noise: isNoisy ? 0.4 : 0.2,
      isTrue: (at >> 1) % (isNoisy ? 3 : 2) !== 0,
    }
  })

test('chances follow the noise of an installation', () => {
  const calibrations = calibrateClasses(known())
  const at = (noise: number | null) => chanceIn(chancesAt(calibrations, noise), 'newborn', 3)
  assert.ok(Math.abs(at(0.2) - 1 / 2) < 0.02 && Math.abs(at(0.4) - 2 / 3) < 0.02, `${at(0.2)} ${at(0.4)}`)
  assert.equal(at(null), chanceIn(calibrations, 'newborn', 3))
})

test('more noise never lowers a chance, no chance becomes certain, and there and back again is the same', () => {
  const { calibrations } = priorModel()
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 3, noNaN: true }),
      fc.double({ min: 1, max: 4, noNaN: true }),
      (noise, times) => {
        const [less, more] = [chancesAt(calibrations, noise), chancesAt(calibrations, noise * times)]
        for (const [kind, one] of Object.entries(less)) {
          const other = more[kind as keyof typeof more]!
          one.probabilities.forEach((chance, place) => {
            assert.ok(other.probabilities[place]! >= chance && other.probabilities[place]! < 1)
            assert.ok(place === 0 || chance >= one.probabilities[place - 1]!)
          })
        }
      },
    ),
    { seed: 5, numRuns: 50 },
  )
  const home = chancesAt(chancesAt(calibrations, 0.5), calibrations.newborn!.noise!)
  for (const [place, chance] of home.newborn!.probabilities.entries())
    assert.ok(Math.abs(chance - calibrations.newborn!.probabilities[place]!) < 1e-4)
})
