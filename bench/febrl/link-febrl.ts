import {
  type BlockReport,
  bestF1,
  buildBlockIndex,
  calibrationError,
  chanceOf,
  describeBlocks,
  eachCandidate,
  figuresAt,
  openScorer,
  type PairFigures,
  pairCurve,
  priorBits,
  recallAtPrecision,
  reliability,
  trainModel,
  truePairsOf,
} from '#foundation/linkage'
import { febrlFeatures } from './febrl-features.ts'
import { febrlScheme } from './febrl-scheme.ts'
import { type FebrlSet, readFebrl } from './read-febrl.ts'

export interface FebrlResult {
  readonly set: FebrlSet
  readonly withNumber: boolean
  readonly best: PairFigures
  readonly atHalf: PairFigures
  readonly at99: PairFigures
  readonly recallAtP999: number
  readonly blocks: BlockReport
  readonly calibrationError: number
  readonly pairsPerSecond: number
}

/** Learns a model from the set itself, without labels, links it, and compares with the truth. */
export function linkFebrl(
  set: FebrlSet,
  {
    withNumber,
    randomPairs = 2_000_000,
    seed = 1,
  }: { readonly withNumber: boolean; readonly randomPairs?: number; readonly seed?: number },
): FebrlResult {
  const records = readFebrl(set)
  const persons = records.map((record) => record.person)
  const features = febrlFeatures(records)
  const scheme = febrlScheme({ withNumber })
  const { model } = trainModel(scheme, features, { seed, randomPairs })
  const scorer = openScorer(scheme, model)
  if (!scorer.ok) throw new Error(scorer.problem.code)
  const index = buildBlockIndex(scheme, features, model.hotValues)
  const chances: number[] = []
  const isTrue: boolean[] = []
  const prior = priorBits(records.length)
  const began = performance.now()
  const pairs = eachCandidate(index, (a, b) => {
    chances.push(chanceOf(scorer.value.weigh(features[a]!, features[b]!) + prior))
    isTrue.push(persons[a] === persons[b])
  })
  const seconds = (performance.now() - began) / 1000
  const curve = pairCurve({ scores: chances, isTrue, truePairs: truePairsOf(persons) })
  return {
    set,
    withNumber,
    best: bestF1(curve),
    atHalf: figuresAt(curve, 0.5),
    at99: figuresAt(curve, 0.99),
    recallAtP999: recallAtPrecision(curve, 0.999).recall,
    blocks: describeBlocks(index, persons),
    calibrationError: calibrationError(reliability(chances, isTrue)),
    pairsPerSecond: pairs / seconds,
  }
}
