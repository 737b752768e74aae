import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
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

test('what is joined comes first, then group by group by the mean of what was said of their pairs', () => {
  // Group 0 is An's first two records, group 1 the third; Chi's second record stands with Dũng's.
  const { curve, byRank, reach } = tiny()
  assert.deepEqual(
    curve.map(({ threshold, recall, falsePerMillion }) => [threshold, recall, falsePerMillion]),
    [
      // Two right pairs and Chi with Dũng, one wrong pair of eight records.
      [Number.POSITIVE_INFINITY, 0.4, 125_000],
      // Chi's first record with the two of group 4, by what a guard held back: one right, one wrong.
      [18, 0.6, 250_000],
      // An's third record with the first two, of which one was compared; the other comes along.
      [3, 1, 250_000],
      [2.5, 1, 500_000],
    ],
  )
  assert.equal(reach, 1)
  // One wrong pair in eight records is more than a thousand in a million: nothing may be joined.
  assert.deepEqual([byRank.within1000.recall, byRank.best.recall], [0, 1])
})

test('a namesake who agrees with one record of a person and not with the others stands behind who agrees with all', () => {
  const figures = evaluateLinkage({
    persons: ['An', 'An', 'An', 'An', 'a namesake'],
    groups: ['An', 'An', 'An', 'late', 'namesake'],
    pairs: [
      pair(0, 3, 8, 'none', 'name-and-birth-common'),
      pair(1, 3, 8, 'none', 'name-and-birth-common'),
      pair(0, 4, 12, 'none', 'name-and-birth-common'),
      pair(1, 4, -6, 'apart', 'citizen-number-conflict'),
      pair(2, 4, -6, 'apart', 'citizen-number-conflict'),
    ],
    reviewItems: [],
  })
  // The late record comes with all three of An, of which one shares no key with it.
  assert.deepEqual([figures.byRank.within1000.recall, figures.byRank.within100.falsePositives], [1, 0])
  // Pair by pair the namesake stands first.
  assert.equal(figures.byChance.within1000.recall, 0)
})

test('ranks agree with counting every pair of records, whatever the groups', () => {
  const label = fc.integer({ min: 0, max: 4 })
  const record = fc.record({ person: label, group: label })
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 2, maxLength: 12 }).chain((records) => {
        const place = fc.nat({ max: records.length - 1 })
        return fc.tuple(
          fc.constant(records),
          fc.array(fc.tuple(place, place, fc.integer({ min: -20, max: 20 }))),
        )
      }),
      ([records, said]) => {
        const pairs = said.filter(([a, b]) => a !== b).map(([a, b, weight]) => pair(a, b, weight))
        const { curve, truePairs } = evaluateLinkage({
          persons: records.map(({ person }) => person),
          groups: records.map(({ group }) => group),
          pairs,
          reviewItems: [],
        })
        const rankOf = (a: number, b: number): number | null => {
          const [one, other] = [records[a]!.group, records[b]!.group]
          if (one === other) return Number.POSITIVE_INFINITY
          const bits = pairs.flatMap((each) => {
            const [x, y] = [records[each.a]!.group, records[each.b]!.group]
            return (x === one && y === other) || (x === other && y === one) ? [each.weight] : []
          })
          return bits.length === 0 ? null : bits.reduce((sum, n) => sum + n, 0) / bits.length
        }
        for (const { threshold, recall, falsePerMillion } of curve) {
          let [right, wrong] = [0, 0]
          for (let a = 0; a < records.length; a++)
            for (let b = a + 1; b < records.length; b++) {
              if ((rankOf(a, b) ?? Number.NEGATIVE_INFINITY) < threshold - 1e-6) continue
              if (records[a]!.person === records[b]!.person) right += 1
              else wrong += 1
            }
          assert.equal(Math.round(recall * Math.max(1, truePairs)), right)
          assert.equal(Math.round((falsePerMillion * records.length) / 1e6), wrong)
        }
      },
    ),
    { seed: 7, numRuns: 300 },
  )
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
