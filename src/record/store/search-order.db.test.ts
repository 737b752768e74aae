import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { foldText } from '#vocabulary/search'
import type { Change, SearchOptions } from './store.types.ts'
import { aStore, given, queryOf } from './testing.ts'
import { aRandom, aResource, type Ids, type Resource } from './testing-random.ts'

const random = aRandom(7)
const present = new Map<string, Resource>()
let s: Awaited<ReturnType<typeof aStore>>

before(async () => {
  s = await aStore()
  const ids: Record<string, string[]> = {}
  for (let minute = 1; minute <= 6; minute++) {
    const changes = [...aBatch('Patient', 15, minute, ids), ...aBatch('Observation', 25, minute, ids)]
    const at = new Date(Date.UTC(2026, 0, 1, 0, 10 - minute))
    const written = await s.store.write(changes, { at, origin: 'test' })
    assert.ok(written.ok)
    for (const { resource } of written.value) {
      present.set(resource!.id, JSON.parse(resource!.json) as Resource)
      ids[resource!.type] = [...(ids[resource!.type] ?? []), resource!.id]
    }
  }
})
after(() => s.close())

const aBatch = (type: string, n: number, minute: number, ids: Ids): Change[] =>
  Array.from({ length: n }, (_, i): Change => {
    const value = aResource(random, type, ids)
    const at = `${random.pick(['a', 'B', '-', '.', '7'])}${minute}-${i}${type[0]}`
    return i % 4 === 0
      ? { op: 'update', type, at, resource: given({ ...value, id: at }) }
      : { op: 'create', resource: given(value) }
  })

/** All matches, so many at a time. */
async function pages(
  type: string,
  text: string,
  count: number,
  strategy: SearchOptions['strategy'] = 'auto',
) {
  const query = queryOf(type, text)
  const found: string[][] = []
  let page: string | null = null
  do {
    const answer = await s.store.search(query, { count, strategy, ...(page === null ? {} : { page }) })
    assert.ok(answer.ok, JSON.stringify(answer))
    found.push(answer.value.matches.map((match) => match.id))
    page = answer.value.next
    assert.ok(found.length < 500, 'pages without an end')
  } while (page !== null)
  return found
}

type Key = (resource: Resource) => string | number | null
type Loose = Record<string, unknown>
const asTime = (text: string) =>
  Date.parse(text.length > 10 ? text : `${text}${'-01-01'.slice(text.length - 4)}T00:00:00+07:00`)

/** When it happened, as the clock of Vietnam says it; of an open beginning the beginning of time. */
const began: Key = (resource) => {
  const { effectiveDateTime: at, effectiveInstant: instant, effectivePeriod } = resource
  const period = effectivePeriod as { start?: string } | undefined
  const text = (at ?? instant ?? period?.start) as string | undefined
  if (text !== undefined) return asTime(text)
  return period ? Number.NEGATIVE_INFINITY : null
}
const written: Key = ({ meta }) => Date.parse((meta as { lastUpdated: string }).lastUpdated)
const id: Key = ({ id }) => String(id)
const firstOf = (texts: readonly string[], descending: boolean) =>
  [...texts].sort((a, b) => (a < b !== descending ? -1 : 1))[0] ?? null
const family =
  (descending: boolean): Key =>
  ({ name }) =>
    firstOf(
      ((name ?? []) as Loose[]).flatMap((each) => (each.family ? [foldText(String(each.family))] : [])),
      descending,
    )
const birth: Key = ({ birthDate }) => (birthDate === undefined ? null : asTime(String(birthDate)))
const gender: Key = ({ gender }) => (gender === undefined ? null : String(gender))

/** What the keys say, the words of the specification: each key its way, what has none last. */
function isInOrder(
  ids: readonly string[],
  keys: readonly (readonly [key: Key, descending: boolean])[],
  sort: string,
): void {
  for (let i = 1; i < ids.length; i++) {
    for (const [key, descending] of keys) {
      const [a, b] = [key(present.get(ids[i - 1]!)!), key(present.get(ids[i]!)!)]
      if (a === b) continue
      const isBefore = b === null || (a !== null && a < b !== descending)
      assert.ok(isBefore, `${sort}: ${ids[i - 1]} (${a}) stands before ${ids[i]} (${b})`)
      break
    }
  }
}

const orders: [type: string, sort: string, keys: [Key, boolean][]][] = [
  ['Observation', '', [[began, true]]],
  ['Observation', '-date', [[began, true]]],
  ['Observation', 'date', [[began, false]]],
  ['Observation', '_lastUpdated', [[written, false]]],
  ['Observation', '-_lastUpdated', [[written, true]]],
  ['Patient', '_id', [[id, false]]],
  ['Patient', '-_id', [[id, true]]],
  ['Patient', 'birthdate', [[birth, false]]],
  ['Patient', 'family', [[family(false), false]]],
  ['Patient', '-family', [[family(true), true]]],
  [
    'Patient',
    'gender,-birthdate',
    [
      [gender, false],
      [birth, true],
    ],
  ],
  [
    'Patient',
    '-gender,family,-_lastUpdated,_id',
    [
      [gender, true],
      [family(false), false],
      [written, true],
      [id, false],
    ],
  ],
]

test('matches stand in the order asked for, those without a value last, whichever way', async () => {
  for (const [type, sort, keys] of orders) {
    const [all] = await pages(type, sort && `_sort=${sort}`, 1_000)
    assert.equal(all!.length, type === 'Patient' ? 90 : 150)
    isInOrder(all!, keys, sort)
  }
})

test('pages of seven give every match once, in the order of one long page, whatever the way and the order', async () => {
  for (const [type, sort] of orders) {
    for (const where of ['', type === 'Patient' ? 'gender:not=male' : 'code=a,b']) {
      const text = [where, sort && `_sort=${sort}`].filter(Boolean).join('&')
      const [all] = await pages(type, text, 1_000)
      for (const strategy of ['auto', 'tokens', 'code', 'value', 'walk', 'scan'] as const) {
        const short = await pages(type, text, 7, strategy)
        assert.deepEqual(short.flat(), all, `${strategy}: ${type}?${text}`)
        assert.ok(short.slice(0, -1).every((page) => page.length === 7))
      }
    }
  }
})

test('a page that ends with the last match names no next one', async () => {
  const all = await s.find('Patient', 'gender=male')
  assert.ok(all.length > 3)
  assert.deepEqual(await pages('Patient', 'gender=male', all.length), [all])
  const single = await pages('Patient', 'gender=male', 1)
  assert.equal(single.length, all.length)
  assert.deepEqual(await pages('Patient', 'gender=nobody', 5), [[]])
})

test('dates before the beginning of the calendar of computers and at its end are paged as all others', async () => {
  const years = [
    '0001',
    '0085-06-01',
    '0101-01-01',
    '1582-10-15',
    '1899-12-31',
    '1969-12-31T23:59:59.999Z',
    '9999-12-31T23:59:59Z',
  ]
  const made: { id: string }[] = []
  for (const effectiveDateTime of years) {
    const code = { coding: [{ code: 'far' }] }
    made.push(await s.create({ resourceType: 'Observation', status: 'final', code, effectiveDateTime }))
    made.push(
      await s.create({
        resourceType: 'Observation',
        status: 'final',
        code,
        effectivePeriod: { end: effectiveDateTime },
      }),
    )
  }
  for (const sort of ['date', '-date']) {
    const one = await pages('Observation', `code=far&_sort=${sort}`, 1)
    assert.deepEqual(one.flat().sort(), made.map((each) => each.id).sort(), sort)
    const dated = one.flat().filter((each) => made.findIndex((m) => m.id === each) % 2 === 0)
    const expected = made.filter((_each, i) => i % 2 === 0).map((each) => each.id)
    assert.deepEqual(dated, sort === 'date' ? expected : expected.reverse())
  }
})

test('a period without a beginning stands in one place, whether it is sorted by date alone or by date and something else', async () => {
  const [alone] = await pages('Observation', '_sort=date', 1_000)
  const [both] = await pages('Observation', '_sort=date,_id', 1_000)
  const keysOf = (ids: readonly string[]) =>
    ids.flatMap((each) => (present.has(each) ? [began(present.get(each)!)] : []))
  assert.deepEqual(keysOf(both!), keysOf(alone!))
})
