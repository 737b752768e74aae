import { cpuUsage, memoryUsage } from 'node:process'
import {
  buildBlockIndex,
  eachCandidate,
  findHotValues,
  openScorer,
  priorBits,
  trainModel,
} from '#foundation/linkage'
import { febrlFeatures } from './febrl-features.ts'
import { febrlScheme } from './febrl-scheme.ts'
import { inventRecords } from './invent-records.ts'

export interface ManyFigures {
  readonly records: number
  readonly pairs: number
  /** Blocking, comparing, weighing with frequencies: all of it on one thread, by the clock and by the CPU. */
  readonly pairsPerSecond: number
  readonly pairsPerCpuSecond: number
  readonly featuresMicroseconds: number
  readonly trainingSeconds: number
  readonly hotValueSeconds: number
  readonly indexSeconds: number
  readonly residentMegabytes: number
}

const seconds = <T>(work: () => T): readonly [T, number] => {
  const began = performance.now()
  return [work(), (performance.now() - began) / 1000]
}

/** One batch of invented records through index, candidates and scorer; the model is learned from its first records. */
export function linkMany(count: number): ManyFigures {
  const scheme = febrlScheme({ withNumber: true })
  const records = inventRecords(count, 11)
  const [features, featuring] = seconds(() => febrlFeatures(records))
  records.length = 0
  const [{ model }, training] = seconds(() =>
    trainModel(scheme, features.slice(0, 20_000), { seed: 1, randomPairs: 500_000, pairsPerBlock: 100_000 }),
  )
  const [hotValues, finding] = seconds(() => findHotValues(scheme, features))
  const scorer = openScorer(scheme, model)
  if (!scorer.ok) throw new Error(scorer.problem.code)
  const weigher = scorer.value
  const prior = priorBits(count)
  const before = cpuUsage()
  const [[pairs, indexing], all] = seconds(() => {
    const [index, indexing] = seconds(() => buildBlockIndex(scheme, features, hotValues))
    let links = 0
    const pairs = eachCandidate(index, (a, b) => {
      if (weigher.weigh(features[a]!, features[b]!) + prior >= 0) links += 1
    })
    if (links === 0) throw new Error('no pair was found likely: the bench measures nothing')
    return [pairs, indexing] as const
  })
  const cpu = cpuUsage(before)
  return {
    records: count,
    pairs,
    pairsPerSecond: pairs / all,
    pairsPerCpuSecond: pairs / ((cpu.user + cpu.system) / 1e6),
    featuresMicroseconds: (featuring * 1e6) / count,
    trainingSeconds: training,
    hotValueSeconds: finding,
    indexSeconds: indexing,
    residentMegabytes: memoryUsage().rss / 1e6,
  }
}
