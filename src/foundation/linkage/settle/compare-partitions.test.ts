import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { comparePartitions } from './index.ts'

test('a simulation tells joins from splits and from moves, worst first', () => {
  const before = [['a'], ['b'], ['c', 'd'], ['e', 'f'], ['g'], ['h', 'i'], ['j', 'k', 'l'], ['m']]
  const after = [['a', 'b'], ['c'], ['d'], ['e'], ['f', 'g'], ['h', 'i', 'new'], ['j', 'k', 'l', 'm']]
  const diff = comparePartitions(before, after, {
    examplesPerKind: 1,
    reviewBefore: [
      { left: 'a', right: 'b' },
      { left: 'c', right: 'x' },
    ],
    reviewAfter: [
      { left: 'x', right: 'c' },
      { left: 'c', right: 'd' },
      { left: 'e', right: 'f' },
    ],
  })
  assert.deepEqual(
    [diff.unchanged, diff.joins, diff.splits, diff.moves, diff.arrived, diff.gone],
    [1, 2, 1, 1, 1, 0],
  )
  assert.deepEqual([diff.pairsGained, diff.pairsLost], [1 + 3 + 1, 1 + 1])
  assert.deepEqual(diff.review, { before: 2, after: 3, added: 2, removed: 1 })
  assert.deepEqual(
    diff.examples.map((each) => [each.kind, each.pairsGained, each.pairsLost, each.before, each.after]),
    [
      ['join', 3, 0, [['j', 'k', 'l'], ['m']], [['j', 'k', 'l', 'm']]],
      ['move', 1, 1, [['e', 'f'], ['g']], [['e'], ['f', 'g']]],
      ['split', 0, 1, [['c', 'd']], [['c'], ['d']]],
    ],
  )
})

test('the caller may say what is worst', () => {
  const diff = comparePartitions(
    [['a'], ['b'], ['c', 'd', 'e'], ['f']],
    [
      ['a', 'b'],
      ['c', 'd', 'e', 'f'],
    ],
    {
      examplesPerKind: 10,
      harmOf: (change) => (change.after.flat().includes('a') ? 100 : 1),
    },
  )
  assert.deepEqual(
    diff.examples.map((each) => each.before[0]![0]),
    ['a', 'c'],
  )
})

const keys = Array.from({ length: 12 }, (_, at) => `k${at}`)
const somePartition = fc
  .array(fc.integer({ min: 0, max: 6 }), { minLength: keys.length, maxLength: keys.length })
  .map((owners) =>
    [0, 1, 2, 3, 4, 5]
      .map((owner) => keys.filter((_, at) => owners[at] === owner))
      .filter((g) => g.length > 0),
  )

test('gained and lost pairs are those that counting pair by pair gives; nothing is counted twice', () => {
  fc.assert(
    fc.property(somePartition, somePartition, (before, after) => {
      const diff = comparePartitions(before, after, { examplesPerKind: 100 })
      const has = (groups: readonly (readonly string[])[], key: string) => groups.some((g) => g.includes(key))
      const both = keys.filter((key) => has(before, key) && has(after, key))
      const isOne = (groups: readonly (readonly string[])[], x: string, y: string) =>
        groups.some((group) => group.includes(x) && group.includes(y))
      let [gained, lost] = [0, 0]
      for (const [at, x] of both.entries()) {
        for (const y of both.slice(at + 1)) {
          if (isOne(after, x, y) && !isOne(before, x, y)) gained++
          if (isOne(before, x, y) && !isOne(after, x, y)) lost++
        }
      }
      assert.deepEqual([diff.pairsGained, diff.pairsLost], [gained, lost])
      assert.equal(diff.arrived, keys.filter((key) => !has(before, key) && has(after, key)).length)
      const back = comparePartitions(after, before, { examplesPerKind: 100 })
      assert.deepEqual(
        [back.pairsGained, back.pairsLost, back.joins, back.splits, back.moves],
        [lost, gained, diff.splits, diff.joins, diff.moves],
      )
      for (const each of diff.examples) assert.ok(each.pairsGained + each.pairsLost > 0)
    }),
    { numRuns: 3000 },
  )
})
