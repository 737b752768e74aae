import {
  bestF1,
  bitsOf,
  calibrationError,
  clusterFigures,
  type PairCurve,
  type PairFigures,
  pairCurve,
  recallAtFalsePairs,
  reliability,
  truePairsOf,
} from '#foundation/linkage'
import { worstBin } from './bins.ts'
import type { CurvePoint, Evaluation, Fate, Judged } from './evaluate.types.ts'
import { rankCurve } from './rank-pairs.ts'

/** Compares a linkage with the truth (section 13 of the design note): pairs, groups, review and honesty of chances. */
export function evaluateLinkage(judged: Judged): Evaluation {
  const { persons, groups, pairs, reviewItems } = judged
  const records = persons.length
  const truePairs = truePairsOf(persons)
  const all = { scores: [] as number[], isTrue: [] as boolean[], truePairs }
  const chances: number[] = []
  const fates = fateCounts()
  const auto = { truePositives: 0, falsePositives: 0 }
  for (const { a, b, weight, chance, outcome, guard } of pairs) {
    const isTrue = persons[a] === persons[b]
    const score = scoreOf(chance, weight)
    all.scores.push(score)
    all.isTrue.push(isTrue)
    chances.push(chance)
    if (outcome === 'auto') auto[isTrue ? 'truePositives' : 'falsePositives'] += 1
    fates.add(guard === null ? outcome : `guard ${guard}`, isTrue)
  }
  const [ofAll, curve] = [pairCurve(all), rankCurve(judged, truePairs)]
  const bins = reliability(chances, all.isTrue)
  const trueItems = reviewItems.filter(({ a, b }) => persons[a] === persons[b]).length
  const clusters = clusterFigures(persons, groups)
  return {
    records,
    persons: clusters.persons,
    truePairs,
    best: bestF1(ofAll),
    byChance: withinOf(ofAll, records),
    byRank: { ...withinOf(curve, records), best: bestF1(curve) },
    reach: truePairs === 0 ? 1 : (curve.truePositives.at(-1) ?? 0) / truePairs,
    auto: figuresOfCounts(auto, truePairs),
    clusters,
    review: {
      items: reviewItems.length,
      perThousand: (reviewItems.length * 1_000) / Math.max(1, records),
      trueShare: reviewItems.length === 0 ? 1 : trueItems / reviewItems.length,
    },
    calibration: { bins, error: calibrationError(bins), worst: worstBin(bins) },
    curve: pointsOf(curve, records),
    fates: fates.all(truePairs),
  }
}

const withinOf = (curve: PairCurve, records: number) => ({
  within1000: recallAtFalsePairs(curve, 1_000, records),
  within100: recallAtFalsePairs(curve, 100, records),
})

function fateCounts() {
  const counts = new Map<string, { truePairs: number; falsePairs: number }>()
  let met = 0
  return {
    add(fate: string, isTrue: boolean) {
      const known = counts.get(fate) ?? { truePairs: 0, falsePairs: 0 }
      counts.set(fate, known)
      known[isTrue ? 'truePairs' : 'falsePairs'] += 1
      if (isTrue) met += 1
    },
    all: (truePairs: number): Fate[] =>
      [...counts, ['not met', { truePairs: truePairs - met, falsePairs: 0 }] as const]
        .map(([fate, pairs]) => ({ fate, ...pairs }))
        .sort((a, b) => b.truePairs - a.truePairs || (a.fate < b.fate ? -1 : 1)),
  }
}

/** By chance, in bits; where chances are the same (and near certainty they are) by weight. */
const scoreOf = (chance: number, weight: number) => bitsOf(Math.min(chance, 1 - 1e-9)) + weight * 1e-6

function figuresOfCounts(
  { truePositives, falsePositives }: { truePositives: number; falsePositives: number },
  truePairs: number,
): PairFigures {
  const found = truePositives + falsePositives
  return {
    threshold: Number.NaN,
    truePositives,
    falsePositives,
    precision: found === 0 ? 1 : truePositives / found,
    recall: truePairs === 0 ? 1 : truePositives / truePairs,
    f1: found + truePairs === 0 ? 1 : (2 * truePositives) / (found + truePairs),
  }
}

/** At most some 300 places, a step apart in false pairs or in recall: enough for a line, whatever the number of pairs. */
function pointsOf(curve: PairCurve, records: number): CurvePoint[] {
  const points: CurvePoint[] = []
  let last: CurvePoint | null = null
  for (let at = 0; at < curve.thresholds.length; at++) {
    const point = {
      threshold: curve.thresholds[at]!,
      recall: curve.truePositives[at]! / Math.max(1, curve.truePairs),
      falsePerMillion: (curve.falsePositives[at]! * 1e6) / Math.max(1, records),
    }
    const isStep =
      last === null ||
      at === curve.thresholds.length - 1 ||
      point.recall - last.recall >= 0.005 ||
      point.falsePerMillion >= 1.15 * last.falsePerMillion + 1
    if (isStep) points.push(point)
    if (isStep) last = point
  }
  return points
}
