/**
 * Makes the shipped model of who is who: weights without labels from one population, chances from others whose truth is known.
 * All seeds are of those set aside for tuning (1 to 9); evaluations use others. Some three minutes of one processor.
 */
import { writeFileSync } from 'node:fs'
import { buildBlockIndex, eachCandidate } from '#foundation/linkage'
import {
  calibrateClasses,
  type KnownPair,
  learnDummyValues,
  measureNoise,
  openVietnameseModel,
  priorModelFile,
  readAll,
  trainVietnamese,
  vietnameseScheme,
  writeLearned,
} from '#record/identity/model'
import { generatePopulation, type WrittenRecord } from '../province/population/index.ts'

const learned = population(1, 1, 20_000)
const { model: linkage, report } = trainVietnamese(featuresOf(learned), { seed: 1 })
console.log(`weights from ${report.candidates} candidates, ${Math.round(report.matches)} matches expected`)
for (const { name, levels } of linkage.comparisons)
  console.log(`${name}: ${levels.map((level) => `${level.name} ${level.bits.toFixed(1)}`).join(', ')}`)

const pairs: KnownPair[] = []
// Of several sizes, for the prior moves with the size: between two of them a chance would be a guess. Of each size as many with
// strong errors: what grows with them is told apart from what does not. Small ones are many, or the large would speak for all.
const sizes = [
  ...[4, 1, 8].flatMap((seed) => both(seed, seed, 5_000)),
  ...both(5, 4, 10_000),
  ...both(6, 5, 10_000),
  ...both(7, 6, 10_000),
  ...both(8, 7, 10_000),
  ...both(4, 5, 20_000),
  ...both(8, 8, 20_000),
  ...both(6, 7, 60_000),
]
for (const { seed, errors, size } of sizes)
  for (const pair of knownPairs(population(seed, errors, size), size)) pairs.push(pair)
const calibrations = calibrateClasses(pairs)
console.log(`chances from ${pairs.length} pairs, classes: ${Object.keys(calibrations).join(', ')}`)
writeFileSync(priorModelFile(), writeLearned({ linkage, calibrations }))

function both(usual: number, strong: number, size: number) {
  return [
    { seed: usual, errors: 1, size },
    { seed: strong, errors: 1.5, size },
  ]
}

function population(seed: number, errors: number, size: number): WrittenRecord[] {
  return [...generatePopulation({ seed, persons: size, errors })]
}

function featuresOf(records: readonly WrittenRecord[]) {
  const words = records.map(({ record }) => record)
  return readAll(words, learnDummyValues(words))
}

/** Every candidate of a population, with the weight and class it gets and with the truth. */
function knownPairs(records: readonly WrittenRecord[], size: number): KnownPair[] {
  const features = featuresOf(records)
  const model = openVietnameseModel({ linkage, persons: size })
  const noise = measureNoise(features, linkage)
  if (noise === null) throw new Error(`${size} persons are too few to measure their noise`)
  const known: KnownPair[] = []
  eachCandidate(buildBlockIndex(vietnameseScheme, features), (a, b) => {
    const { kind, weight } = model.judge(features[a]!, features[b]!)
    known.push({ noise, kind, weight, isTrue: records[a]!.personNumber === records[b]!.personNumber })
  })
  return known
}
