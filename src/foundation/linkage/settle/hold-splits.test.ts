import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { holdSplits } from './index.ts'

const linksOf = (persons: Record<string, readonly string[]>) =>
  new Map(Object.entries(persons).flatMap(([id, keys]) => keys.map((key): [string, string] => [key, id])))

test('a part that came lately leaves at once', () => {
  const links = linksOf({ P: ['a', 'b', 'c'] })
  const { groups, held } = holdSplits([['a', 'b'], ['c']], links, (record) => record === 'c')
  assert.deepEqual(groups, [['a', 'b'], ['c']])
  assert.deepEqual(held, [])
})

test('two old parts stay one person, and somebody is asked', () => {
  const links = linksOf({ P: ['a', 'b', 'c'] })
  const { groups, held } = holdSplits([['a', 'b'], ['c']], links, () => false)
  assert.deepEqual(groups, [['a', 'b', 'c']])
  assert.deepEqual(held, [{ person: 'P', parts: [['a', 'b'], ['c']] }])
})

test('nobody joins a part that is held: a join to it would be a join to the others', () => {
  const links = linksOf({ P: ['a', 'b'], Q: ['q', 'r'] })
  const { groups } = holdSplits([['a', 'q', 'r', 'new'], ['b']], links, () => false)
  assert.deepEqual(groups, [['a', 'b'], ['new'], ['q', 'r']])
})

test('joins that touch nothing held are applied', () => {
  const links = linksOf({ P: ['a'], Q: ['b'] })
  assert.deepEqual(holdSplits([['a', 'b', 'new']], links, () => false).groups, [['a', 'b', 'new']])
})

const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const owners = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: keys.length, maxLength: keys.length })

test('no two are joined that the records do not join, none parted that may not be, and holding twice is holding once', () => {
  fc.assert(
    fc.property(owners, owners, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (now, next, free) => {
      // Owner 3 now: a record that has just come.
      const links = new Map(
        keys.flatMap((key, at): [string, string][] => (now[at] === 3 ? [] : [[key, `P${now[at]}`]])),
      )
      const computed = [0, 1, 2, 3]
        .map((owner) => keys.filter((_, at) => next[at] === owner))
        .filter((group) => group.length > 0)
      const mayLeave = (record: string) => free[keys.indexOf(record)]!
      const { groups, held } = holdSplits(computed, links, mayLeave)
      const isOne = (list: readonly (readonly string[])[], x: string, y: string) =>
        list.some((group) => group.includes(x) && group.includes(y))
      assert.deepEqual(groups.flat().sort(), keys)
      if (held.length === 0)
        assert.deepEqual(
          groups,
          [...computed].sort((x, y) => (x[0]! < y[0]! ? -1 : 1)),
        )
      for (const x of keys) {
        for (const y of keys) {
          const wereOne = links.has(x) && links.get(x) === links.get(y)
          if (isOne(groups, x, y) && !isOne(computed, x, y)) assert.ok(wereOne)
          if (wereOne && !isOne(groups, x, y)) {
            assert.ok(!isOne(computed, x, y), 'parted though the records do not ask for it')
            assert.ok(partMayLeave(x) || partMayLeave(y))
          }
        }
      }
      assert.deepEqual(holdSplits(groups, links, mayLeave).groups, groups)

      function partMayLeave(record: string): boolean {
        const group = computed.find((each) => each.includes(record))!
        return group.filter((each) => links.get(each) === links.get(record)).every(mayLeave)
      }
    }),
    { numRuns: 3000 },
  )
})
