/**
 * Makes the shipped model of who is who: weights without labels from one population, chances from others whose truth is known.
 * All seeds are of those set aside for tuning (1 to 9); evaluations use others. About two minutes.
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

const persons = 20_000
const learned = population(1, 1, persons)
const { model: linkage, report } = trainVietnamese(featuresOf(learned), { seed: 1 })
console.log(`weights from ${report.candidates} candidates, ${Math.round(report.matches)} matches expected`)
for (const { name, levels } of linkage.comparisons)
  console.log(`${name}: ${levels.map((level) => `${level.name} ${level.bits.toFixed(1)}`).join(', ')}`)

const pairs: KnownPair[] = []
// Of several sizes, for the prior moves with the size: between two of them a chance would be a guess. Of each size as many with
// strong errors: what grows with them is told apart from what does not.
for (const [seed, errors, size] of [
  [4, 1, persons],
  [5, 1.5, persons],
  [6, 1, 3 * persons],
  [7, 1.5, 3 * persons],
  [8, 1, persons / 4],
  [8, 1.5, persons / 4],
] as const)
  for (const pair of knownPairs(population(seed, errors, size), size)) pairs.push(pair)
const calibrations = calibrateClasses(pairs)
console.log(`chances from ${pairs.length} pairs, classes: ${Object.keys(calibrations).join(', ')}`)
writeFileSync(priorModelFile(), writeLearned({ linkage, calibrations }))

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
