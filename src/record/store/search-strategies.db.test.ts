import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#foundation/db'
import type { SearchQuery } from '#vocabulary/search'
import { oracleValues } from '../../vocabulary/search/testing.ts'
import type { Change, SearchOptions } from './store.types.ts'
import { aStore, given } from './testing.ts'
import { plainAnswer, secondOpinion } from './testing-plain.ts'
import { aQuestion, askedTypes, kindsOf, type Pair } from './testing-questions.ts'
import { aRandom, aResource, ask, type Ids, type Resource } from './testing-random.ts'

const random = aRandom(20_261_122)
const ids: Record<string, string[]> = {}
const present = new Map<string, Resource>()
let s: Awaited<ReturnType<typeof aStore>>
let minute = 0

before(async () => {
  s = await aStore()
  await write(...aList('Organization', 4), ...aList('Practitioner', 6))
  await write(...aList('Patient', 60))
  await write(...aList('Encounter', 40))
  // Encounters and observations point at each other: some of these only at those before.
  await write(...aList('Encounter', 20), ...aList('Observation', 90))
  await write(...aList('Observation', 50), ...aList('Condition', 60))
  await write(...someOf(0.2).map(changed))
  await write(...someOf(0.1).map(changed), ...listed())
  await write(...someOf(0.1, ['Observation', 'Condition', 'Patient', 'Encounter']).map(removed))
  await s.db.run(sql`analyze store.resource`)
})
after(() => s.close())

/** Some with an id of the sender's own. */
function aList(type: string, n: number): Change[] {
  return Array.from({ length: n }, (_, i) => {
    const value = aResource(random, type, ids)
    if (random.next() > 0.15) return { op: 'create', resource: given(value) }
    const at = `${type.slice(0, 3)}.${minute}-${i}`
    return { op: 'update', type, at, resource: given({ ...value, id: at }) }
  })
}
function listed(): Change[] {
  return [0, 1].map(() => {
    const entry = someOf(0.1).map((item) => ({
      item: { reference: `${item.resourceType}/${item.id}` },
      ...(random.next() < 0.2 ? { deleted: true } : {}),
    }))
    return {
      op: 'create',
      resource: given({ resourceType: 'List', status: 'current', mode: 'working', entry }),
    }
  })
}
const someOf = (share: number, types: readonly string[] = askedTypes) =>
  [...present.values()].filter((each) => types.includes(each.resourceType) && random.next() < share)
const changed = ({ resourceType: type, id }: Resource): Change => {
  const value = { ...aResource(random, type, ids), id }
  return { op: 'update', type, at: String(id), resource: given(value) }
}
const removed = ({ resourceType: type, id }: Resource): Change => ({ op: 'delete', type, at: String(id) })

/** One transaction each minute; `present` is what the store should hold from what it answered. */
async function write(...changes: Change[]) {
  minute += 1
  const at = new Date(Date.UTC(2026, 0, 1, 0, minute))
  const written = await s.store.write(changes, { at, origin: 'test' })
  assert.ok(written.ok, JSON.stringify(written))
  for (const { resource } of written.value) {
    assert.ok(resource)
    const key = `${resource.type}/${resource.id}`
    if (resource.deleted) present.delete(key)
    else present.set(key, JSON.parse(resource.json) as Resource)
    const known = ids[resource.type] ?? []
    ids[resource.type] = known.includes(resource.id) ? known : [...known, resource.id]
  }
}

const strategies = ['auto', 'patient', 'tokens', 'code', 'value', 'side', 'walk', 'scan'] as const

async function found(
  query: SearchQuery,
  strategy: NonNullable<SearchOptions['strategy']>,
): Promise<string[]> {
  const page = await s.store.search(query, { count: 1_000, strategy })
  assert.ok(page.ok, JSON.stringify(page))
  return page.value.matches.map(({ type, id }) => `${type}/${id}`)
}

const remembered = new Map<string, WeakMap<object, unknown[]>>()
/** The oracle is slow, and asked the same thing again and again. */
function valuesOf(expression: string, resource: object): unknown[] {
  const known = remembered.get(expression) ?? new WeakMap<object, unknown[]>()
  remembered.set(expression, known)
  const values = known.get(resource) ?? oracleValues(expression, resource)
  known.set(resource, values)
  return values
}

const urlOf = (type: string, pairs: readonly Pair[]) =>
  `${type}?${pairs.map((pair) => pair.join('=')).join('&')}`

test('every way of finding gives the same resources in the same order, those that a look at each one gives', async () => {
  let asked = 0
  let held = 0
  let opinions = 0
  for (const type of askedTypes) {
    for (let nth = 0; nth < kindsOf(type) * 3; nth++) {
      const pairs = aQuestion(random, type, ids, nth)
      const url = urlOf(type, pairs)
      const query = ask(type, pairs)
      const answer = await found(query, 'auto')
      for (const strategy of strategies.slice(1))
        assert.deepEqual(await found(query, strategy), answer, `${strategy}: ${url}`)
      const plain = plainAnswer(present, query, valuesOf)
      assert.deepEqual([...answer].sort(), plain.sort(), url)
      const counted = await s.store.count(query)
      assert.equal(counted.ok && counted.value, plain.length, `count: ${url}`)
      opinions += doubt(type, pairs, new Set(plain), url)
      asked += 1
      if (plain.length > 0) held += 1
    }
  }
  assert.ok(asked > 300 && held > asked / 3, `${held} of ${asked} questions found anything`)
  assert.ok(opinions > 1_000, `${opinions} second opinions`)
})

/** What FHIRPath alone says of each resource, for questions of one condition; how many times it said anything. */
function doubt(type: string, pairs: readonly Pair[], answer: ReadonlySet<string>, url: string): number {
  const [only, ...more] = pairs
  if (!only || more.length > 0) return 0
  let said = 0
  for (const [key, resource] of present) {
    if (resource.resourceType !== type || random.next() < 0.7) continue
    const opinion = secondOpinion(resource, only[0], only[1], valuesOf)
    if (opinion === null) continue
    said += 1
    assert.equal(answer.has(key), opinion, `by FHIRPath: ${url} of ${JSON.stringify(resource)}`)
  }
  return said
}

test('what has several of the codes asked for is found once, whatever the way', async () => {
  const lists = ['a,b', 'a,a', 'http://s|a,http://t|a', 'http://s|a,b', '|a,a,c,d', 'b,a,zzz']
  const asked = [
    ['Observation', 'code'] as const,
    ['Condition', 'code'] as const,
    ['Encounter', 'type'] as const,
  ]
  for (const [type, name] of asked) {
    for (const list of lists) {
      const query = ask(type, [[name, list]])
      const plain = plainAnswer(present, query, valuesOf).sort()
      for (const strategy of strategies)
        assert.deepEqual((await found(query, strategy)).sort(), plain, `${strategy}: ${type}?${name}=${list}`)
    }
  }
})

test('a search of several types gives those of each, in one order', async () => {
  for (let i = 0; i < 30; i++) {
    const pairs = [['_type', 'Observation,Condition'], sharedQuestion(ids)] as const
    const query = ask(null, pairs)
    const answer = await found(query, 'auto')
    for (const strategy of strategies.slice(1))
      assert.deepEqual(await found(query, strategy), answer, `${strategy}: ${urlOf('', pairs)}`)
    assert.deepEqual([...answer].sort(), plainAnswer(present, query, valuesOf).sort(), urlOf('', pairs))
  }
})

const sharedQuestion = ({ Patient = [] }: Ids): Pair =>
  random.pick<Pair>([
    ['code', random.pick(['a', 'b', 'http://s|c'])],
    ['patient', random.pick(Patient)],
    ['code:not', 'a'],
    ['_lastUpdated', 'ge2026-01-01T00:05:00Z'],
    ['patient.gender', 'male'],
  ])

test('whatever the way, there is every present resource once and no deleted one', async () => {
  for (const type of askedTypes) {
    const all = [...present.keys()].filter((key) => key.startsWith(`${type}/`)).sort()
    for (const strategy of strategies)
      assert.deepEqual((await found(ask(type, []), strategy)).sort(), all, type)
  }
})
