import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chanceOf } from '#foundation/linkage'
import { drawRecall, drawReliability, evaluateLinkage, type JudgedPair } from './index.ts'

const pair = (
  a: number,
  b: number,
  weight: number,
  outcome: JudgedPair['outcome'] = 'auto',
  guard: string | null = null,
): JudgedPair => ({ a, b, weight, chance: chanceOf(weight), outcome, guard })

/**
 * Eight records: An wrote 0, 1, 2; Bình 3, 4; Chi 5, 6; Dũng 7. Five true pairs. Two were joined rightly, one wrongly, one
 * waits for a reviewer, a guard holds a true one back, and no key led to the last.
 */
const tiny = () =>
  evaluateLinkage({
    persons: ['An', 'An', 'An', 'Bình', 'Bình', 'Chi', 'Chi', 'Dũng'],
    groups: [0, 0, 1, 2, 2, 3, 4, 4],
    pairs: [
      pair(0, 1, 20),
      pair(3, 4, 15),
      pair(6, 7, 12),
      pair(1, 2, 3, 'review'),
      pair(5, 6, 18, 'apart', 'given-name'),
      pair(2, 7, 2.5, 'review'),
    ],
    reviewItems: [
      { a: 1, b: 2 },
      { a: 2, b: 7 },
    ],
  })

test('pairs, groups and review of eight records are what counting by hand gives', () => {
  const figures = tiny()
  assert.deepEqual([figures.records, figures.persons, figures.truePairs], [8, 4, 5])
  // By chance: 20 18 15 are right, 12 is wrong, 3 is right, 2.5 is wrong: best is all four right with one wrong.
  assert.deepEqual(
    [
      Math.round(figures.best.threshold * 1_000) / 1_000,
      figures.best.truePositives,
      figures.best.falsePositives,
    ],
    [3, 4, 1],
  )
  assert.equal(figures.best.f1, (2 * 4) / (5 + 5))
  assert.deepEqual(
    [figures.auto.truePositives, figures.auto.falsePositives, figures.auto.recall],
    [2, 1, 0.4],
  )
  // One wrong pair in eight records is 125,000 in a million: only what stands before it counts. The guarded pair does not.
  assert.deepEqual([figures.within1000.recall, figures.within100.recall], [0.4, 0.4])
  assert.equal(figures.byChance.within1000.recall, 0.6)
  assert.equal(figures.clusters.mixedPerThousand, 200)
  assert.deepEqual([figures.clusters.largest, figures.clusters.exactShare], [2, 0.25])
  assert.deepEqual([figures.clusters.pairs.truePositives, figures.clusters.pairs.falsePositives], [2, 1])
  assert.deepEqual(
    figures.fates.map(({ fate, truePairs, falsePairs }) => `${fate}: ${truePairs} + ${falsePairs}`),
    ['auto: 2 + 1', 'guard given-name: 1 + 0', 'not met: 1 + 0', 'review: 1 + 1'],
  )
  assert.deepEqual(figures.review, { items: 2, perThousand: 250, trueShare: 0.5 })
})

test('the curve rises from strict to lenient and ends with everything that no guard holds back', () => {
  const { curve } = tiny()
  for (const [at, point] of curve.entries())
    assert.ok(
      at === 0 || (point.threshold < curve[at - 1]!.threshold && point.recall >= curve[at - 1]!.recall),
    )
  assert.deepEqual([curve.at(-1)!.recall, curve.at(-1)!.falsePerMillion], [0.6, 250_000])
})

test('nothing to link is no error', () => {
  const figures = evaluateLinkage({ persons: [], groups: [], pairs: [], reviewItems: [] })
  assert.deepEqual([figures.best.f1, figures.clusters.exactShare, figures.review.perThousand], [1, 1, 0])
  for (const text of [drawRecall([], []), drawReliability([])]) assert.match(text, /^<svg .*<\/svg>\n$/s)
})

test('bins with a handful of pairs do not decide what the worst one is', () => {
  const persons = Array.from({ length: 1_000 }, (_, at) => at >> 1)
  const honest = Array.from({ length: 400 }, (_, at) => pair(2 * at, 2 * at + 1, 12))
  const { calibration } = evaluateLinkage({
    persons,
    groups: persons,
    pairs: [...honest, pair(0, 2, 1)],
    reviewItems: [],
  })
  assert.ok(calibration.worst < 0.001)
})

test('plots show every series by name, and names cannot break out of them', () => {
  const figures = tiny()
  const name = '<b>"M&M"</b>'
  const plots = [
    drawRecall([{ name, points: figures.curve }], [{ falsePerMillion: 100, recall: 0.8 }]),
    drawReliability([{ name, bins: figures.calibration.bins }]),
  ]
  for (const text of plots) {
    assert.ok(text.includes('&lt;b&gt;&quot;M&amp;M&quot;&lt;/b&gt;') && !text.includes('<b>'))
    assert.doesNotMatch(text, /NaN|Infinity|undefined/)
  }
})
