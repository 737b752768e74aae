import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assignPersonIds, memberSetDigest, type PersonHistory } from './index.ts'

const fresh = () => {
  let given = 0
  return () => `new${++given}`
}

/** P1 is older than P2, and so on. `held` holds what stood there once. */
function history(
  persons: Record<string, readonly string[]>,
  retired: Record<string, readonly string[]> = {},
) {
  const all = { ...persons, ...retired }
  return {
    links: new Map(
      Object.entries(persons).flatMap(([id, keys]) => keys.map((key): [string, string] => [key, id])),
    ),
    since: new Map(Object.keys(all).map((id): [string, number] => [id, Number(id.slice(1))])),
    held: new Map(Object.entries(all).map(([id, keys]): [string, string] => [memberSetDigest(keys), id])),
  } satisfies PersonHistory
}

test('the group with most former members keeps the id; of equal persons the oldest id stays', () => {
  const before = history({ P1: ['a'], P2: ['b', 'c'], P3: ['d'], P4: ['e'] })
  assert.deepEqual(
    assignPersonIds(
      before,
      [
        ['a', 'b', 'c'],
        ['d', 'e'],
      ],
      fresh(),
    ),
    ['P2', 'P3'],
  )
})

test('the larger piece of a split keeps the id, the other is new', () => {
  const before = history({ P1: ['a', 'b', 'c'] })
  assert.deepEqual(assignPersonIds(before, [['a'], ['b', 'c']], fresh()), ['new1', 'P1'])
})

test('a retired id returns with its exact members, even against the piece that would have kept the other id', () => {
  const before = history({ P1: ['a', 'b'] }, { P2: ['a'] })
  assert.deepEqual(assignPersonIds(before, [['a'], ['b']], fresh()), ['P2', 'P1'])
})

test('a retired id does not return for a set that only resembles its own', () => {
  const before = history({ P1: ['a', 'b', 'c', 'd'] }, { P2: ['c', 'd'] })
  assert.deepEqual(
    assignPersonIds(
      before,
      [
        ['a', 'b'],
        ['c', 'd', 'x'],
      ],
      fresh(),
    ),
    ['P1', 'new1'],
  )
})

test('whoever did not change keeps the id, whatever was held before', () => {
  const before = history({ P1: ['a'], P2: ['b'] }, {})
  const confused = { ...before, held: new Map([[memberSetDigest(['a']), 'P2']]) }
  assert.deepEqual(assignPersonIds(confused, [['a'], ['b', 'c']], fresh()), ['P1', 'P2'])
})

test('an id that was given before is never given as new', () => {
  assert.throws(() => assignPersonIds(history({ P1: ['a'] }), [['a'], ['b']], () => 'P1'), /not new/)
})

const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const somePartition = fc
  .array(fc.integer({ min: 0, max: 4 }), { minLength: keys.length, maxLength: keys.length })
  .map((owners) => groupBy(owners))

function groupBy(owners: readonly number[]): string[][] {
  const groups = new Map<number, string[]>()
  for (const [at, owner] of owners.entries()) groups.set(owner, [...(groups.get(owner) ?? []), keys[at]!])
  return [...groups.values()]
}

test('every group gets an id of its own, whatever the order of groups, members and links', () => {
  fc.assert(
    fc.property(somePartition, somePartition, somePartition, (first, second, third) => {
      const before = walk([first, second])
      const ids = assignPersonIds(before, third, fresh())
      assert.equal(new Set(ids).size, third.length)
      const turned = third.map((group) => [...group].reverse()).reverse()
      const other = { ...before, links: new Map([...before.links].reverse()) }
      assert.deepEqual(assignPersonIds(other, turned, fresh()).reverse(), ids)
    }),
    { numRuns: 3000 },
  )
})

test('whatever stood between: back at a partition just left, everybody has the old id', () => {
  fc.assert(
    fc.property(fc.array(somePartition, { minLength: 2, maxLength: 6 }), (partitions) => {
      const here = partitions.at(-2)!
      const before = walk(partitions.slice(0, -1))
      const after = walk([...partitions, here])
      assert.deepEqual(new Map([...after.links].sort()), new Map([...before.links].sort()))
    }),
    { numRuns: 3000 },
  )
})

/** The history of an index that stood in these partitions, one after the other. */
function walk(partitions: readonly (readonly (readonly string[])[])[]): PersonHistory {
  const now = {
    links: new Map<string, string>(),
    since: new Map<string, number>(),
    held: new Map<string, string>(),
  }
  let given = 0
  for (const groups of partitions) {
    const ids = assignPersonIds(now, groups, () => `N${++given}`)
    now.links = new Map(groups.flatMap((group, at) => group.map((key): [string, string] => [key, ids[at]!])))
    for (const [at, group] of groups.entries()) {
      if (!now.since.has(ids[at]!)) now.since.set(ids[at]!, now.since.size)
      now.held.set(memberSetDigest(group), ids[at]!)
    }
  }
  return now
}
