import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ok } from '#foundation/result'
import { loopbackActor, type ResourceVersion } from '#gate/access'
import type { SearchQuery } from '#vocabulary/search'
import type { Definitions } from '#vocabulary/validation'
import { openProfileShelf } from './profile-shelf.ts'

interface Profile {
  readonly id: string
  readonly url: string
  readonly version?: number
  readonly status?: string
  readonly names?: readonly string[]
}

/** A shelf over a list of profiles, with a clock that stands still, counting what is asked of the store. */
function aShelf(stored: Profile[]) {
  let now = 0
  const asked: string[][] = []
  const shelf = openProfileShelf({
    actor: loopbackActor('127.0.0.1')!,
    clock: { now: () => new Date(now) },
    gate: {
      async search(_actor, _purpose, query) {
        const urls = urlsIn(query)
        asked.push(urls)
        await new Promise((resolve) => setImmediate(resolve))
        const matches = stored.filter(({ url }) => urls.includes(url)).map(rowOf)
        return ok({ matches, included: [], next: null, previous: null, total: null, notes: [] })
      },
    },
  })
  return { shelf, asked, stored, pass: (ms: number) => (now += ms) }
}
const urlsIn = ({ used }: SearchQuery) => used.find(([name]) => name === 'url')![1].split(',')
const rowOf = ({ id, url, version = 1, status = 'active', names = [] }: Profile): ResourceVersion => ({
  ...{ type: 'StructureDefinition', id, version, deleted: false, lastUpdated: new Date(version) },
  json: JSON.stringify({
    ...{ resourceType: 'StructureDefinition', id, url, status },
    snapshot: {
      element: [{ path: 'Patient' }, { path: 'Patient.x', type: [{ code: 'x', profile: names }] }],
    },
  }),
})
const idsOf = async (found: unknown) => ((await found) as { id: string }[]).map(({ id }) => id)
const at = (n: number) => `http://x.vn/${n}`

test('a profile is read once, is at hand for a moment, and is read again after it', async () => {
  const { shelf, asked, pass } = aShelf([{ id: 'a', url: at(1) }])
  assert.deepEqual(await idsOf(shelf.definitionsOf([at(1)])), ['a'])
  const [first] = shelf.definitionsOf([`${at(1)}|1.0`]) as Definitions
  assert.equal(first!.id, 'a')
  pass(2_001)
  const again = shelf.definitionsOf([at(1)])
  assert.ok(again instanceof Promise)
  // The same version is the same object: what was compiled of it stays compiled.
  assert.equal((await again)[0], first)
  assert.equal(asked.length, 2)
})

test('that nobody knows a profile is remembered as well', async () => {
  const { shelf, asked } = aShelf([])
  assert.deepEqual(await idsOf(shelf.definitionsOf([at(1)])), [])
  assert.deepEqual(shelf.definitionsOf([at(1)]), [])
  assert.equal(asked.length, 1)
})

test('after a write here nothing that was read before counts, not even a reading on its way', async () => {
  const { shelf, stored } = aShelf([])
  const early = shelf.definitionsOf([at(1)])
  stored.push({ id: 'a', url: at(1) })
  shelf.forget()
  assert.deepEqual(await idsOf(shelf.definitionsOf([at(1)])), ['a'])
  await early
  assert.deepEqual(await idsOf(shelf.definitionsOf([at(1)])), ['a'])
})

test('everybody who asks at the same time waits for one reading', async () => {
  const { shelf, asked } = aShelf([{ id: 'a', url: at(1) }])
  const all = Array.from({ length: 50 }, () => idsOf(shelf.definitionsOf([at(1)])))
  assert.ok((await Promise.all(all)).every(([id]) => id === 'a'))
  assert.equal(asked.length, 1)
})

test('profiles that a profile names are followed, round or not', async () => {
  const { shelf } = aShelf([
    { id: 'a', url: at(1), names: [at(2)] },
    { id: 'b', url: at(2), names: [at(3), at(1)] },
    { id: 'c', url: at(3) },
  ])
  assert.deepEqual((await idsOf(shelf.definitionsOf([at(1)]))).sort(), ['a', 'b', 'c'])
})

test('of several with one URL the active one comes first, then the latest', async () => {
  const { shelf } = aShelf([
    { id: 'old', url: at(1) },
    { id: 'draft', url: at(1), version: 9, status: 'draft' },
    { id: 'new', url: at(1), version: 5 },
  ])
  assert.deepEqual(await idsOf(shelf.definitionsOf([at(1)])), ['new', 'old', 'draft'])
})

test('a thousand claims cost bounded questions and are all answered; more are as if unknown', async () => {
  const urls = Array.from({ length: 5_000 }, (_, n) => at(n))
  const { shelf, asked } = aShelf([
    { id: 'a', url: at(0) },
    { id: 'b', url: at(999) },
    { id: 'c', url: at(4_999) },
  ])
  assert.deepEqual(await idsOf(shelf.definitionsOf(urls)), ['a', 'b'])
  assert.equal(asked.flat().length, 1_000)
})

test('what is no URL, and what the product itself carries, is not looked for', () => {
  const { shelf, asked } = aShelf([])
  const ours = 'https://mach.vn/fhir/StructureDefinition/vn-patient'
  const odd = ['', 'Patient', "'; drop table store.resource; --", `http://${'x'.repeat(9_000)}`, 'http://a b']
  assert.deepEqual(shelf.definitionsOf([ours, `${ours}|1.0.0`, ...odd]), [])
  assert.equal(asked.length, 0)
})

test('a store that fails is asked again by the next one', async () => {
  let fails = true
  const shelf = openProfileShelf({
    actor: loopbackActor('127.0.0.1')!,
    clock: { now: () => new Date(0) },
    gate: {
      async search() {
        if (fails) throw new Error('away')
        return ok({
          matches: [rowOf({ id: 'a', url: at(1) })],
          included: [],
          next: null,
          previous: null,
          total: null,
          notes: [],
        })
      },
    },
  })
  await assert.rejects(async () => shelf.definitionsOf([at(1), at(2)]))
  fails = false
  assert.deepEqual(await idsOf(shelf.definitionsOf([at(1)])), ['a'])
})
