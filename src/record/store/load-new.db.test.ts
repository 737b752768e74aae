import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Sql, sql } from '#foundation/db'
import { newId } from '#foundation/ids'
import type { Change } from './store.types.ts'
import { aStore, given, type Json } from './testing.ts'

type Store = Awaited<ReturnType<typeof aStore>>
let loaded: Store
let written: Store
before(async () => {
  loaded = await aStore()
  written = await aStore()
})
after(async () => {
  await loaded.close()
  await written.close()
})

const put = (value: Json): Change => ({
  ...{ op: 'update', type: value.resourceType, at: String(value.id), resource: given(value) },
})

/** A patient and what belongs to them, with all kinds of ids and of text. */
function life(n: string): Json[] {
  const subject = { reference: `Patient/${n}` }
  const observation = (id: string, more: object): Json => ({
    ...{ resourceType: 'Observation', id, status: 'final', subject, effectiveDateTime: '2026-03-01' },
    code: {
      coding: [{ system: 'http://loinc.org', code: '8867-4' }],
      text: 'Mạch\tđập\n\\N "nhanh" \u0001\u0002',
    },
    ...more,
  })
  return [
    {
      resourceType: 'Patient',
      id: n,
      name: [{ text: 'Nguyễn\\Thị\tHoà\n\r\\.' }],
      birthDate: '1980-02',
      deceasedDateTime: '2026-04',
    },
    observation(`${n}-a`, {
      valueQuantity: { value: 72.5, code: '/min', system: 'http://unitsofmeasure.org' },
    }),
    observation(`${n}-b`, {
      component: [{ code: { text: 'x' }, valueQuantity: { value: 1e-7, unit: 'g' } }],
    }),
    observation(newId(3, 1_700_000_000_000), { subject: undefined }),
    observation(newId(4, 1_700_000_000_000), {}),
    {
      resourceType: 'Encounter',
      id: `${n}.e`,
      status: 'planned',
      class: { code: 'AMB' },
      subject,
      period: {},
    },
    { resourceType: 'Location', id: `${n}.l`, name: '', position: { longitude: 105.8, latitude: 21.03 } },
  ]
}

const histories = (word: string, lives: number): Json[] =>
  Array.from({ length: lives }, (_, n) => life(`${word}${n}`)).flat()

const load = (store: Store, values: readonly Json[]) => store.write(...values.map(put))
async function writeInPieces(store: Store, values: readonly Json[]) {
  for (let at = 0; at < values.length; at += 20) await load(store, values.slice(at, at + 20))
}
const countOf = async ({ db }: Store, table: Sql) =>
  (await db.one<{ n: number }>(sql`select count(*)::int as n from ${table}`)).n

test('a load leaves the same rows in every table as writing the same resources in small pieces', async () => {
  const values = histories('same', 12)
  const before = await countOf(loaded, sql`store.tx_log`)
  const outcomes = await load(loaded, values)
  assert.deepEqual(new Set(outcomes.map((o) => o.outcome)), new Set(['created']))
  assert.deepEqual(
    outcomes.map((o) => o.resource!.id),
    values.map((value) => value.id),
    'outcomes come in the order given',
  )
  assert.equal(await countOf(loaded, sql`store.tx_log`), before + 1)
  await writeInPieces(written, values)
  const selects = {
    resource: sql`select shard, type, id, ver, deleted, ext_id, patient, visit, dt::text, dt_hi::text, code, present, tok,
      regexp_replace(content, '"lastUpdated":"[^"]*"', '') as content from store.resource order by shard, type, id`,
    num: sql`select * from store.num order by shard, type, id, param, code, lo`,
    dts: sql`select shard, type, param, lo::text, hi::text, id, ver from store.dts order by shard, type, id, param, lo`,
    str: sql`select * from store.str order by shard, type, id, param, text`,
    directory: sql`select * from store.directory order by shard, type, ext_id`,
    stray: sql`select * from store.stray order by shard, patient, row_shard`,
  }
  for (const [table, select] of Object.entries(selects)) {
    const rows = await loaded.db.many(select)
    assert.ok(rows.length > 0, table)
    assert.deepEqual(rows, await written.db.many(select), table)
  }
})

test('what was loaded is read, found and continued like everything else', async () => {
  const values = histories('on', 10)
  await load(loaded, values)
  const read = JSON.parse((await loaded.store.read('Patient', 'on3'))!.json)
  assert.deepEqual(read.name, values[21]!.name)
  assert.deepEqual(await loaded.find('Observation', 'patient=on3&_sort=_id'), [
    ...(await loaded.find('Observation', 'subject=Patient/on3&_sort=_id')),
  ])
  assert.deepEqual(await loaded.find('Observation', '_id=on3-a&value-quantity=72.5'), ['on3-a'])
  const next = await loaded.put({ ...values[22]!, id: 'on3-a', status: 'amended' })
  assert.equal(next.version, 2)
  assert.deepEqual(await loaded.find('Observation', '_id=on3-a&status=final'), [])
})

test('the same load again changes nothing; with one resource that differs, that one gets a version', async () => {
  const values = histories('again', 10)
  await load(loaded, values)
  const history = await countOf(loaded, sql`store.history`)
  const again = await load(loaded, values)
  assert.deepEqual(new Set(again.map((o) => o.outcome)), new Set(['unchanged']))
  const changed = await load(
    loaded,
    values.map((value, n) => (n === 5 ? { ...value, status: 'finished' } : value)),
  )
  assert.deepEqual([changed[5]!.outcome, changed[5]!.resource!.version], ['updated', 2])
  assert.equal(await countOf(loaded, sql`store.history`), history + 1)
})

test('a resource that was stored without its patient keeps its place when a load brings the patient', async () => {
  const values = histories('late', 10)
  const { subject: _, ...alone } = values[1]!
  await loaded.put(alone as Json)
  const outcomes = await load(loaded, values)
  assert.deepEqual([outcomes[1]!.outcome, outcomes[1]!.resource!.version], ['updated', 2])
  const { n } = await loaded.db.one<{ n: number }>(
    sql`select count(*)::int as n from store.resource where ext_id = 'late0-a'`,
  )
  assert.equal(n, 1)
})

test('a resource that lies with another patient is found by a load that brings it without one', async () => {
  const values = histories('gone', 10)
  await loaded.put(values[1]!)
  const { subject: _, ...alone } = values[1]!
  const outcomes = await load(loaded, [...values.slice(2), alone as Json])
  assert.equal(outcomes.at(-1)!.resource!.version, 2)
})

test('four loads of the same ids at the same moment leave each resource once, and no row beside', async () => {
  const values = histories('race', 20)
  const sides = await countOf(loaded, sql`store.num`)
  await Promise.all(Array.from({ length: 4 }, () => load(loaded, values)))
  const { n, last } = await loaded.db.one<{ n: number; last: number }>(
    sql`select count(*)::int as n, max(ver) as last from store.resource where ext_id like 'race%'`,
  )
  assert.deepEqual([n, last], [20 * 5, 1])
  const once = await loaded.db.one<{ n: number }>(
    sql`select count(distinct (n.type, n.param, n.code, n.lo, n.hi, n.id))::int as n from store.num n
        join store.resource r using (shard, type, id) where r.last_updated > now() - interval '1 hour'`,
  )
  assert.equal((await countOf(loaded, sql`store.num`)) - sides > 0, true)
  assert.equal(await countOf(loaded, sql`store.num`), once.n)
})

test('the index itself refuses a second load of new patients at the same moment, and the ordinary way goes on', async () => {
  const values = histories('crowd', 60).filter((value) => value.resourceType === 'Patient')
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => load(loaded, values)))
  const created = outcomes.flat().filter((o) => o.outcome === 'created')
  assert.equal(created.length, values.length)
  const twice = sql`(select 1 from store.str group by id, param, text having count(*) > 1) as twice`
  assert.equal(await countOf(loaded, twice), 0)
})

test('a reference by query in a load is answered, or the load is refused whole with its place in the list', async () => {
  const values = histories('cond', 10)
  const patient = { resourceType: 'Patient', identifier: [{ system: 'http://x', value: 'one' }] }
  const { id } = await loaded.create(patient)
  const by = (query: string) => ({
    ...values[1]!,
    subject: { reference: `Patient?identifier=http://x|${query}` },
  })
  const refused = await loaded.store.write([values[0]!, by('nobody'), ...values.slice(2)].map(put), {
    ...{ at: new Date(), origin: 'test' },
  })
  assert.equal(refused.ok ? null : refused.problem.index, 1)
  assert.equal(await loaded.store.read('Patient', 'cond0'), null)
  const outcomes = await load(loaded, [values[0]!, by('one'), ...values.slice(2)])
  assert.equal(JSON.parse(outcomes[1]!.resource!.json).subject.reference, `Patient/${id}`)
})

test('a load that breaks in the middle leaves nothing', async () => {
  const values = histories('torn', 10)
  await loaded.db.run(sql`alter table store.tx_log add constraint broken check (origin <> 'broken')`)
  try {
    const context = { at: new Date(), origin: 'broken' }
    await assert.rejects(loaded.store.write(values.map(put), context))
  } finally {
    await loaded.db.run(sql`alter table store.tx_log drop constraint broken`)
  }
  for (const table of [sql`store.resource`, sql`store.directory`])
    assert.equal(await countOf(loaded, sql`${table} where ext_id like 'torn%'`), 0)
})
