import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  bestF1,
  clusterFigures,
  figuresAt,
  pairCurve,
  recallAtFalsePairs,
  recallAtPrecision,
  truePairsOf,
} from './index.ts'

// Six candidates of a file with five true pairs: one true pair was never a candidate.
const curve = pairCurve({
  scores: [0.99, 0.9, 0.9, 0.8, 0.4, 0.2],
  isTrue: [1, 1, 0, 1, 0, 1],
  truePairs: 5,
})

test('a true pair that no block found counts as missed', () => {
  const all = figuresAt(curve, 0)
  assert.deepEqual([all.truePositives, all.falsePositives], [4, 2])
  assert.equal(all.recall, 4 / 5)
  assert.equal(all.precision, 4 / 6)
})

test('pairs of one score are taken or left together', () => {
  assert.deepEqual([figuresAt(curve, 0.9).truePositives, figuresAt(curve, 0.9).falsePositives], [2, 1])
  assert.deepEqual([figuresAt(curve, 0.91).truePositives, figuresAt(curve, 0.91).falsePositives], [1, 0])
  assert.equal(figuresAt(curve, 1).recall, 0)
})

test('the best threshold is found, and the best within a limit', () => {
  assert.equal(bestF1(curve).threshold, 0.2)
  assert.equal(bestF1(curve).f1, 8 / 11)
  assert.equal(recallAtPrecision(curve, 0.999).recall, 1 / 5)
  assert.equal(recallAtPrecision(curve, 0.7).recall, 3 / 5)
  // One false pair among 1,000 records is a thousand per million.
  assert.equal(recallAtFalsePairs(curve, 1_000, 1_000).recall, 3 / 5)
  assert.equal(recallAtFalsePairs(curve, 999, 1_000).recall, 1 / 5)
})

test('nothing found in a file without duplicates is a perfect answer', () => {
  const empty = pairCurve({ scores: [], isTrue: [], truePairs: 0 })
  assert.deepEqual([bestF1(empty).f1, figuresAt(empty, 0.5).precision], [1, 1])
  assert.equal(clusterFigures([], []).exactShare, 1)
})

test('clusters are compared with persons: mixed, largest, exact, and each record’s own view', () => {
  // Person A: records 1-3, one of them lost; B whole; C and D in one cluster.
  const persons = ['A', 'A', 'A', 'B', 'B', 'C', 'D']
  const clusters = [1, 1, 2, 3, 3, 4, 4]
  const figures = clusterFigures(persons, clusters)
  assert.equal(figures.mixedPerThousand, 250)
  assert.equal(figures.largest, 2)
  assert.equal(figures.exactShare, 1 / 4)
  assert.deepEqual(
    [figures.pairs.truePositives, figures.pairs.falsePositives, figures.pairs.recall],
    [2, 1, 2 / 4],
  )
  // By hand: precision 1 for five records and a half for two; recall 2/3, 2/3, 1/3, then 1 four times.
  assert.ok(Math.abs(figures.bCubed.precision - 6 / 7) < 1e-12)
  assert.ok(Math.abs(figures.bCubed.recall - (2 / 3 + 2 / 3 + 1 / 3 + 4) / 7) < 1e-12)
  assert.equal(truePairsOf(persons), 4)
})

const labels = fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 30 })

test('cluster figures are those of counting every pair and every record one by one', () => {
  fc.assert(
    fc.property(labels, (records) => {
      const persons = records.map(([person]) => person)
      const clusters = records.map(([, cluster]) => cluster)
      const figures = clusterFigures(persons, clusters)
      let [both, found, all] = [0, 0, 0]
      records.forEach(([p, c], i) => {
        for (const [q, d] of records.slice(i + 1)) {
          if (p === q) all += 1
          if (c === d) found += 1
          if (p === q && c === d) both += 1
        }
      })
      assert.deepEqual(
        [figures.pairs.truePositives, figures.pairs.falsePositives, truePairsOf(persons)],
        [both, found - both, all],
      )
      const view = records.map(([p, c]) => {
        const shared = records.filter(([q, d]) => p === q && c === d).length
        return shared / records.filter(([, d]) => c === d).length
      })
      const mean = view.reduce((sum, x) => sum + x, 0) / Math.max(1, records.length)
      if (records.length > 0) assert.ok(Math.abs(figures.bCubed.precision - mean) < 1e-9)
    }),
    { seed: 5 },
  )
})

const scored = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.boolean()), { maxLength: 40 })

test('the best F1 is the best of all thresholds tried one by one', () => {
  fc.assert(
    fc.property(scored, fc.nat(5), (pairs, missed) => {
      const isTrue = pairs.map(([, t]) => t)
      const truePairs = isTrue.filter(Boolean).length + missed
      const own = pairCurve({ scores: pairs.map(([s]) => s), isTrue, truePairs })
      const slow = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((threshold) => {
        const said = pairs.filter(([s]) => s >= threshold)
        const right = said.filter(([, t]) => t).length
        return said.length + truePairs === 0 ? 1 : (2 * right) / (said.length + truePairs)
      })
      assert.ok(Math.abs(bestF1(own).f1 - Math.max(...slow)) < 1e-12)
    }),
    { seed: 5 },
  )
})
