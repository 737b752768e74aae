/**
 * How good is a linkage? Pure figures over scored pairs and over clusters, against the truth. A true pair that no block
 * found counts as missed: `truePairs` is the number of all true pairs, not of those among the candidates.
 */
export interface ScoredPairs {
  readonly scores: ArrayLike<number>
  /** 1 or true: the two records are of one person. */
  readonly isTrue: ArrayLike<number | boolean>
  readonly truePairs: number
}

export interface PairFigures {
  /** Pairs with this score or more are called one person; Infinity: none is. */
  readonly threshold: number
  readonly truePositives: number
  readonly falsePositives: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** Counts at every distinct score, highest score first. */
export interface PairCurve {
  readonly thresholds: Float64Array
  readonly truePositives: Float64Array
  readonly falsePositives: Float64Array
  readonly truePairs: number
}

/** Sorts once; the questions below then only look. Pairs of equal score stand or fall together; NaN counts as lowest. */
export function pairCurve({ scores, isTrue, truePairs }: ScoredPairs): PairCurve {
  const scoreAt = (i: number) => (Number.isNaN(scores[i]!) ? Number.NEGATIVE_INFINITY : scores[i]!)
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i)
  order.sort((a, b) => {
    const [x, y] = [scoreAt(a), scoreAt(b)]
    return x === y ? 0 : y - x
  })
  const thresholds: number[] = []
  const hits: number[] = []
  const misses: number[] = []
  let [right, wrong] = [0, 0]
  order.forEach((pair, place) => {
    if (isTrue[pair]) right += 1
    else wrong += 1
    const next = order[place + 1]
    if (next !== undefined && scoreAt(next) === scoreAt(pair)) return
    thresholds.push(scoreAt(pair))
    hits.push(right)
    misses.push(wrong)
  })
  return {
    thresholds: Float64Array.from(thresholds),
    truePositives: Float64Array.from(hits),
    falsePositives: Float64Array.from(misses),
    truePairs,
  }
}

/** Precision of nothing found is 1 (nothing wrong was said); recall of nothing to find is 1. */
export function figuresOf(counts: {
  readonly threshold: number
  readonly truePositives: number
  readonly falsePositives: number
  readonly truePairs: number
}): PairFigures {
  const { threshold, truePositives, falsePositives, truePairs } = counts
  const found = truePositives + falsePositives
  return {
    threshold,
    truePositives,
    falsePositives,
    precision: found === 0 ? 1 : truePositives / found,
    recall: truePairs === 0 ? 1 : truePositives / truePairs,
    f1: found + truePairs === 0 ? 1 : (2 * truePositives) / (found + truePairs),
  }
}

const nothing = (curve: PairCurve) =>
  figuresOf({
    threshold: Number.POSITIVE_INFINITY,
    truePositives: 0,
    falsePositives: 0,
    truePairs: curve.truePairs,
  })

const figuresAtPlace = (curve: PairCurve, place: number): PairFigures =>
  place < 0
    ? nothing(curve)
    : figuresOf({
        threshold: curve.thresholds[place]!,
        truePositives: curve.truePositives[place]!,
        falsePositives: curve.falsePositives[place]!,
        truePairs: curve.truePairs,
      })

/** What calling every pair with `threshold` or more one person would give. */
export function figuresAt(curve: PairCurve, threshold: number): PairFigures {
  let place = -1
  while (place + 1 < curve.thresholds.length && curve.thresholds[place + 1]! >= threshold) place += 1
  return { ...figuresAtPlace(curve, place), threshold }
}

/** The best of all places the curve allows, by `worth`; ties go to the higher threshold. */
function best(
  curve: PairCurve,
  worth: (f: PairFigures) => number,
  allowed: (f: PairFigures) => boolean,
): PairFigures {
  let found = nothing(curve)
  for (let place = 0; place < curve.thresholds.length; place++) {
    const figures = figuresAtPlace(curve, place)
    if (allowed(figures) && worth(figures) > worth(found)) found = figures
  }
  return found
}

/** The best F1 over all thresholds: chosen afterwards, so it flatters; a fixed threshold does not. */
export const bestF1 = (curve: PairCurve): PairFigures =>
  best(
    curve,
    (f) => f.f1,
    () => true,
  )

/** The highest recall at a precision of at least `precision`. */
export const recallAtPrecision = (curve: PairCurve, precision: number): PairFigures =>
  best(
    curve,
    (f) => f.recall,
    (f) => f.precision >= precision,
  )

/** The highest recall with at most `perMillion` false pairs per million records. */
export const recallAtFalsePairs = (curve: PairCurve, perMillion: number, records: number): PairFigures =>
  best(
    curve,
    (f) => f.recall,
    (f) => f.falsePositives * 1e6 <= perMillion * records,
  )

const pairsAmong = (count: number) => (count * (count - 1)) / 2

/** One label a record: the person it is of, or the cluster it was put in. */
export type Labels = ArrayLike<string | number>

function membersByLabel(labels: Labels): Map<string | number, number> {
  const sizes = new Map<string | number, number>()
  for (let i = 0; i < labels.length; i++) sizes.set(labels[i]!, (sizes.get(labels[i]!) ?? 0) + 1)
  return sizes
}

/** All pairs of records with one label. */
export const truePairsOf = (labels: Labels): number =>
  [...membersByLabel(labels).values()].reduce((sum, size) => sum + pairsAmong(size), 0)

export interface ClusterFigures {
  readonly clusters: number
  readonly persons: number
  /** Clusters that hold records of two or more persons, per 1,000 clusters (single records are clusters too). */
  readonly mixedPerThousand: number
  readonly largest: number
  /** Share of persons whose records, all and only they, are one cluster. */
  readonly exactShare: number
  /** B³ (Bagga and Baldwin 1998): precision and recall of each record's cluster, averaged over records. */
  readonly bCubed: { readonly precision: number; readonly recall: number; readonly f1: number }
  /** Every two records of one cluster as a pair. */
  readonly pairs: PairFigures
}

/** Compares a partition with the truth: `persons[i]` and `clusters[i]` are of record i. */
export function clusterFigures(persons: Labels, clusters: Labels): ClusterFigures {
  if (persons.length !== clusters.length) throw new RangeError('one person and one cluster for each record')
  const personSizes = membersByLabel(persons)
  const clusterSizes = membersByLabel(clusters)
  const cells = new Map<string | number, Map<string | number, number>>()
  for (let i = 0; i < persons.length; i++) {
    const row = cells.get(clusters[i]!) ?? new Map<string | number, number>()
    cells.set(clusters[i]!, row.set(persons[i]!, (row.get(persons[i]!) ?? 0) + 1))
  }
  let [mixed, exact, together, precision, recall] = [0, 0, 0, 0, 0]
  for (const [cluster, row] of cells) {
    const size = clusterSizes.get(cluster)!
    if (row.size > 1) mixed += 1
    for (const [person, shared] of row) {
      const all = personSizes.get(person)!
      if (shared === size && shared === all) exact += 1
      together += pairsAmong(shared)
      precision += (shared * shared) / size
      recall += (shared * shared) / all
    }
  }
  const records = Math.max(1, persons.length)
  const sizes = [...clusterSizes.values()]
  const [p, r] = persons.length === 0 ? [1, 1] : [precision / records, recall / records]
  return {
    clusters: clusterSizes.size,
    persons: personSizes.size,
    mixedPerThousand: clusterSizes.size === 0 ? 0 : (mixed * 1000) / clusterSizes.size,
    largest: sizes.reduce((a, b) => Math.max(a, b), 0),
    exactShare: personSizes.size === 0 ? 1 : exact / personSizes.size,
    bCubed: { precision: p, recall: r, f1: (2 * p * r) / (p + r) },
    pairs: figuresOf({
      threshold: Number.NaN,
      truePositives: together,
      falsePositives: sizes.reduce((sum, size) => sum + pairsAmong(size), 0) - together,
      truePairs: truePairsOf(persons),
    }),
  }
}
