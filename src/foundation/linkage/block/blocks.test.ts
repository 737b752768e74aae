import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type Block,
  buildBlockIndex,
  describeBlocks,
  eachCandidate,
  findHotValues,
  keysIn,
  openKeys,
  type Scheme,
} from '../index.ts'
import { KeyTable } from './group-keys.ts'

interface Row {
  readonly keys: readonly (readonly string[])[]
}
const schemeOf = (blocks: number, holdersAtMost?: number): Scheme<Row> => ({
  name: 'rows',
  comparisons: [],
  ...(holdersAtMost ? { holdersAtMost } : {}),
  blocks: Array.from({ length: blocks }, (_, b) => ({
    name: `block ${b}`,
    decides: [],
    keysOf: (row: Row) => row.keys[b]!,
  })),
})
const pairsOf = <F>(scheme: Scheme<F>, rows: readonly F[]) => {
  const found: string[] = []
  eachCandidate(buildBlockIndex(scheme, rows, findHotValues(scheme, rows)), (a, b) => found.push(`${a}-${b}`))
  return found
}

const keyList = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 3 })
const rowsOfThree = fc.array(fc.tuple(keyList, keyList, keyList), { maxLength: 25 })

test('two records are candidates exactly once if and only if some block gives both the same key', () => {
  fc.assert(
    fc.property(rowsOfThree, (lists) => {
      const rows = lists.map((keys) => ({ keys }))
      const expected: string[] = []
      rows.forEach((row, a) => {
        for (let b = a + 1; b < rows.length; b++)
          if (row.keys.some((keys, block) => keys.some((key) => rows[b]!.keys[block]!.includes(key))))
            expected.push(`${a}-${b}`)
      })
      assert.deepEqual(pairsOf(schemeOf(3), rows).sort(), expected.sort())
    }),
    { numRuns: 400, seed: 5 },
  )
})

test('a key that is missing makes no candidate: it is skipped, never widened', () => {
  const rows = [{ keys: [[]] }, { keys: [[]] }, { keys: [['x']] }]
  assert.deepEqual(pairsOf(schemeOf(1), rows), [])
})

interface Person {
  readonly name: string
  readonly year?: string
  readonly place?: string
}
const byName: Block<Person> = {
  name: 'name',
  decides: [],
  keysOf: (p) => [p.name],
  refinedBy: [(p) => p.year, (p) => p.place],
}
const people: Scheme<Person> = { name: 'people', comparisons: [], blocks: [byName], holdersAtMost: 3 }

test('a name that everybody has is refined by year, then by place, and at last left out', () => {
  const crowd: Person[] = [
    ...Array.from({ length: 3 }, () => ({ name: 'nguyen van a', year: '1980' })),
    ...Array.from({ length: 4 }, (_, i) => ({
      name: 'nguyen van a',
      year: '1990',
      place: i < 2 ? 'x' : 'y',
    })),
    ...Array.from({ length: 9 }, () => ({ name: 'nguyen van a', year: '2000', place: 'z' })),
    { name: 'nguyen van a' },
    { name: 'y bhin' },
    { name: 'y bhin' },
  ]
  const hot = findHotValues(people, crowd)
  assert.equal(hot.name!.length, 4)
  const keys = (p: Person) => keysIn(byName, p, new Set(hot.name)).length
  assert.deepEqual(
    [keys(crowd[0]!), keys(crowd[3]!), keys(crowd[8]!), keys(crowd[16]!), keys(crowd[17]!)],
    [1, 1, 0, 0, 1],
  )
  // Three of 1980, two and two of 1990, none of 2000, two with a rare name.
  assert.equal(pairsOf(people, crowd).length, 3 + 1 + 1 + 0 + 1)
})

test('the list of hot values does not depend on the order of arrival', () => {
  const row = fc.record({
    name: fc.constantFrom('a', 'b'),
    year: fc.option(fc.constantFrom('1', '2'), { nil: undefined }),
    place: fc.option(fc.constantFrom('p', 'q'), { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      assert.deepEqual(findHotValues(people, rows), findHotValues(people, rows.toReversed()))
    }),
    { seed: 5 },
  )
})

test('after refinement no key has more holders than the limit, in the records it was learned from', () => {
  const row = fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    year: fc.option(fc.constantFrom('1', '2', '3'), { nil: undefined }),
    place: fc.option(fc.constantFrom('p', 'q'), { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
      const keysOf = openKeys(people, findHotValues(people, rows))
      const holders = new Map<string, number>()
      for (const { key } of rows.flatMap(keysOf)) holders.set(key, (holders.get(key) ?? 0) + 1)
      assert.ok([...holders.values()].every((count) => count <= 3))
    }),
    { seed: 5 },
  )
})

test('half a million different keys get as many numbers', () => {
  const table = new KeyTable()
  for (let i = 0; i < 500_000; i++) assert.equal(table.numberOf(`${i % 1000}|${Math.floor(i / 1000)}`), i)
  assert.equal(table.numberOf('7|0'), 7)
})

test('an index that is kept elsewhere gets the same keys: each once, hot ones refined', () => {
  const keysOf = openKeys(
    {
      ...people,
      blocks: [byName, { name: 'place', decides: [], keysOf: (p: Person) => [p.place!, p.place!] }],
    },
    { name: ['a'] },
  )
  assert.deepEqual(keysOf({ name: 'a', year: '1990', place: 'x' }), [
    { block: 'name', key: 'a\u001f1990' },
    { block: 'place', key: 'x' },
  ])
  assert.deepEqual(keysOf({ name: 'a', place: 'x' }), [{ block: 'place', key: 'x' }])
})

test('every record with one and the same key costs no more than the frozen list allows', () => {
  const flood = Array.from({ length: 60_000 }, (_, i) => ({ keys: [['same'], [`${i >> 1}`]] }))
  const scheme = schemeOf(2)
  let pairs = 0
  // Without a list of hot values, as if the flood came after it was frozen.
  eachCandidate(buildBlockIndex(scheme, flood), () => {
    pairs += 1
  })
  assert.equal(pairs, 30_000)
})

test('the report says what each block costs and which true pairs it alone finds', () => {
  const rows = [
    { keys: [['a'], ['x']] },
    { keys: [['a'], ['x']] },
    { keys: [['a'], ['y']] },
    { keys: [['b'], ['y']] },
    { keys: [['c'], ['z']] },
  ]
  const report = describeBlocks(buildBlockIndex(schemeOf(2), rows), ['A', 'A', 'B', 'B', 'B'])
  assert.equal(report.candidates, 4)
  assert.equal(report.recall, 2 / 4)
  assert.deepEqual(
    report.blocks.map(({ held, mean, max, newCandidates, truePairs, onlyHere }) => [
      held,
      mean,
      max,
      newCandidates,
      truePairs,
      onlyHere,
    ]),
    [
      [3, 3, 3, 3, 1, 0],
      [4, 2, 2, 1, 2, 1],
    ],
  )
})
