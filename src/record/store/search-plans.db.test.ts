import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Database, type Sql, sql } from '#foundation/db'
import { openFhirStore } from './index.ts'
import type { Change, FhirStore, SearchOptions } from './store.types.ts'
import { aStore, given, type Json, queryOf } from './testing.ts'

let s: Awaited<ReturnType<typeof aStore>>
let store: FhirStore
const asked: Sql[] = []
const people = 150
const each = 130

before(async () => {
  s = await aStore()
  for (let p = 0; p < people; p++) {
    const at = new Date(Date.UTC(2026, 0, 1, 0, p))
    assert.ok((await s.store.write(lifeOf(p), { at, origin: 'test' })).ok)
  }
  await s.db.run(sql`analyze`)
  store = openFhirStore(watched(s.db))
})
after(() => s.close())

/** A person and their results: nine of ten final, every second a pulse, one in all of the rare code. */
function lifeOf(p: number): Change[] {
  const patient = {
    resourceType: 'Patient',
    id: `p${p}`,
    name: [{ family: `Họ${p}`, given: [`Tên${p % 7}`] }],
    birthDate: `19${(p % 90) + 10}`,
  }
  const results = Array.from({ length: each }, (_, i): Json => {
    const n = p * each + i
    const code = n === 777 ? 'rare' : i % 2 === 0 ? 'pulse' : `k${n % 40}`
    return {
      ...{
        resourceType: 'Observation',
        status: n % 10 === 0 ? 'amended' : 'final',
        subject: { reference: `Patient/p${p}` },
      },
      code: { coding: [{ system: 'http://loinc.org', code }] },
      effectiveDateTime: new Date(Date.UTC(2020, 0, 1) + n * 3_600_000 * 2).toISOString(),
      issued: new Date(Date.UTC(2020, 0, 1) + n * 3_600_000 * 2).toISOString(),
      valueQuantity: { value: n % 500, system: 'http://unitsofmeasure.org', code: '/min' },
    }
  })
  return [
    { op: 'update', type: 'Patient', at: patient.id, resource: given(patient) },
    ...results.map((value): Change => ({ op: 'create', resource: given(value) })),
  ]
}

/** The same database; what is asked of the record is noted. */
const watched = (db: Database): Database =>
  new Proxy(db, {
    get(target, name) {
      const method = Reflect.get(target, name)
      if (name !== 'many' && name !== 'one' && name !== 'maybe') return method
      return (q: Sql) => {
        if (/store\.(resource|num|str|dts)/.test(q.text) && !q.text.includes('regclass')) asked.push(q)
        return (method as Database['many']).call(target, q)
      }
    },
  })

interface Node {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Rows'?: number
  readonly 'Actual Loops'?: number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly Plans?: readonly Node[]
}
interface Plan {
  readonly 'QUERY PLAN': readonly { readonly Plan: Node }[]
}

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]
const indexesIn = (nodes: readonly Node[]) => nodes.flatMap((node) => node['Index Name'] ?? [])
const readsTables = (nodes: readonly Node[]) =>
  nodes.filter(
    (node) =>
      node['Node Type'] === 'Seq Scan' && /^(resource|num|str|dts)$/.test(node['Relation Name'] ?? ''),
  )
/** Rows taken from tables, those thrown away included. */
const rowsRead = (nodes: readonly Node[]) =>
  nodes
    .filter((node) => node['Relation Name'])
    .map((node) => {
      const seen =
        (node['Actual Rows'] ?? 0) +
        (node['Rows Removed by Filter'] ?? 0) +
        (node['Rows Removed by Index Recheck'] ?? 0)
      return seen * (node['Actual Loops'] ?? 1)
    })
    .reduce((sum, n) => sum + n, 0)

/**
 * As PostgreSQL plans for these values, and, of a statement with a name, as a connection plans that has asked it ten times:
 * from the sixth time on it may keep one plan for all values.
 */
async function plansOf({ text, values, name }: Sql): Promise<{ first: Node[]; kept: Node[] }> {
  const explain = 'explain (analyze, costs off, timing off, format json)'
  const [planned] = await s.db.many<Plan>({ text: `${explain} ${text}`, values })
  const first = nodesOf(planned!['QUERY PLAN'][0]!.Plan)
  if (name === undefined) return { first, kept: first }
  const kept = await s.db.transaction(async (tx) => {
    const execute = `execute asked ${values.length > 0 ? `(${values.map(literal).join(', ')})` : ''}`
    await tx.script(`prepare asked as ${text}`)
    for (let i = 0; i < 10; i++) await tx.script(execute)
    const [plan] = await tx.many<Plan>({ text: `${explain} ${execute}`, values: [] })
    await tx.script('deallocate asked')
    return plan!
  })
  return { first, kept: nodesOf(kept['QUERY PLAN'][0]!.Plan) }
}

const literal = (value: unknown): string => {
  if (value === null || typeof value === 'number') return String(value)
  const text = Array.isArray(value) ? `{${value.join(',')}}` : String(value)
  return `'${text.replaceAll("'", "''")}'`
}

/** What a search asks of the tables of the record, each statement with its plans. */
async function explained(type: string, text: string, options: Partial<SearchOptions> = {}) {
  asked.length = 0
  const page = await store.search(queryOf(type, text), { count: 20, ...options })
  assert.ok(page.ok)
  const statements = [...asked]
  const plans = []
  for (const q of statements) plans.push(await plansOf(q))
  const first = plans.flatMap((each) => each.first)
  const kept = plans.flatMap((each) => each.kept)
  for (const nodes of [first, kept]) assert.deepEqual(readsTables(nodes), [], `${text} reads a whole table`)
  return { page: page.value, first, kept, rows: Math.max(rowsRead(first), rowsRead(kept)) }
}

/** The first time and ever after. */
function leads(
  { first, kept }: { first: readonly Node[]; kept: readonly Node[] },
  ...indexes: string[]
): void {
  for (const nodes of [first, kept]) {
    const used = indexesIn(nodes)
    assert.ok(
      used.some((each) => indexes.includes(each)),
      `${indexes.join(' or ')} is not in ${used}`,
    )
  }
}

test('a resource is read by its key', async () => {
  const [id] = await s.find('Observation', 'code=rare')
  for (const [type, at] of [
    ['Observation', id!],
    ['Patient', 'p7'],
  ] as const) {
    asked.length = 0
    assert.ok(await store.read(type, at))
    const { first, kept } = await plansOf(asked.at(-1)!)
    assert.deepEqual([indexesIn(first), indexesIn(kept)], [['resource_pkey'], ['resource_pkey']])
    assert.ok(rowsRead(kept) <= 1)
  }
})

test('by _id the key leads', async () => {
  const ids = await s.find('Observation', 'patient=p9', { count: 4 })
  const found = await explained('Observation', `_id=${ids}`)
  assert.equal(found.page.matches.length, 4)
  leads(found, 'resource_pkey')
  assert.ok(found.rows <= 10, `${found.rows} rows`)
})

test('what a patient has of a code is found among what the patient has', async () => {
  for (const text of [
    'patient=p3&code=http://loinc.org|pulse',
    'subject=Patient/p3&status=final',
    'patient=p3',
  ]) {
    const found = await explained('Observation', text)
    assert.equal(found.page.matches.length, 20)
    leads(found, 'resource_patient')
    assert.ok(found.rows <= 2 * each, `${text}: ${found.rows} rows`)
  }
})

test('a rare code is found at once', async () => {
  const found = await explained('Observation', 'code=http://loinc.org|rare')
  assert.equal(found.page.matches.length, 1)
  leads(found, 'resource_tok', 'resource_code')
  assert.ok(found.rows <= 10, `${found.rows} rows`)
  for (const strategy of ['tokens', 'auto'] as const)
    leads(await explained('Observation', 'combo-code=rare', { strategy }), 'resource_tok')
})

test('a common code is walked in its order: twenty matches cost some twenty rows, on the first page and on the second', async () => {
  for (const text of [
    'code=http://loinc.org|pulse',
    'code=pulse&status=final',
    'status=final',
    'code=pulse,k1',
    '',
  ]) {
    const first = await explained('Observation', text)
    assert.equal(first.page.matches.length, 20)
    assert.ok(first.rows <= 150, `${text}: ${first.rows} rows`)
    leads(first, 'resource_code', 'resource_dt')
    const second = await explained('Observation', text, { page: first.page.next! })
    assert.equal(second.page.matches.length, 20)
    assert.ok(second.rows <= 150, `${text}, page two: ${second.rows} rows`)
  }
})

test('a walk that finds too little goes on as a set, and finds it', async () => {
  // Among the oldest only: nineteen thousand newer ones come first.
  const text = 'status=final&value-quantity=lt500&date=lt2020-01-03'
  const found = await explained('Observation', text, { strategy: 'walk', count: 50 })
  const plain = await s.find('Observation', text, { strategy: 'scan', count: 50 })
  assert.ok(plain.length > 5)
  assert.deepEqual(
    found.page.matches.map((match) => match.id),
    plain,
  )
})

test('what lasted into a month is looked for in the month and, if it lasted longer, among the long ones', async () => {
  const found = await explained('Observation', 'date=ge2020-03&date=lt2020-04')
  assert.equal(found.page.matches.length, 20)
  leads(found, 'resource_dt')
  leads(found, 'resource_long')
  assert.ok(found.rows <= 100, `${found.rows} rows`)
})

test('what changed last is walked by the time of change', async () => {
  for (const text of ['_sort=-_lastUpdated', '_sort=_lastUpdated', '_sort=-_lastUpdated&status=final']) {
    const found = await explained('Observation', text)
    assert.equal(found.page.matches.length, 20)
    leads(found, 'resource_updated')
    // What one transaction wrote changed at one moment: it is sorted by id, whole.
    assert.ok(found.rows <= 2 * each, `${text}: ${found.rows} rows`)
  }
})

test('the beginning of a name is found among the beginnings of names, a part of one among the parts', async () => {
  const beginning = await explained('Patient', 'name=họ12')
  assert.equal(beginning.page.matches.length, 11)
  leads(beginning, 'str_prefix')
  assert.ok(beginning.rows <= 200, `${beginning.rows} rows`)
  const part = await explained('Patient', 'family:contains=o149')
  assert.equal(part.page.matches.length, 1)
  leads(part, 'str_part', 'str_prefix')
})

test('values in a range are found in the range of values', async () => {
  const found = await explained('Observation', 'value-quantity=495|http://unitsofmeasure.org|/min')
  assert.equal(found.page.matches.length, 20)
  leads(found, 'resource_num')
  assert.ok(found.rows <= 400, `${found.rows} rows`)
  const ofCode = await explained('Observation', 'code-value-quantity=pulse$495', { strategy: 'value' })
  leads(ofCode, 'resource_num')
  assert.ok(ofCode.rows <= 400, `${ofCode.rows} rows`)
})

test('a month of results, old or new, is a piece of the order they stand in', async () => {
  for (const text of [
    'date=2021-03',
    'date=lt2020-02',
    'date=ge2024-01',
    'date=ge2021-03&date=lt2021-04',
    'code=pulse&date=2021-03',
  ]) {
    const found = await explained('Observation', text)
    assert.equal(found.page.matches.length, 20)
    leads(found, 'resource_dt', 'resource_code')
    // A month holds 372, of whatever code.
    assert.ok(found.rows <= 450, `${text}: ${found.rows} rows`)
  }
})
