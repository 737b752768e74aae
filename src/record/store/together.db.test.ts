import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Database, sql } from '#foundation/db'
import { silentLogger } from '#foundation/log'
import { openFhirStore } from './open-fhir-store.ts'
import { tendIndexes } from './tend-indexes.ts'
import { aStore } from './testing.ts'

let s: Awaited<ReturnType<typeof aStore>>
before(async () => {
  s = await aStore()
})
after(() => s.close())

/** The same database, with a look at what is asked of it. */
function watched(fails = false): { store: ReturnType<typeof openFhirStore>; statements: () => number } {
  let statements = 0
  const see =
    <A extends unknown[], R>(fn: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      statements += 1
      return fails ? Promise.reject(new Error('gone')) : fn(...args)
    }
  const db: Database = {
    ...s.db,
    many: see(s.db.many) as Database['many'],
    maybe: see(s.db.maybe) as Database['maybe'],
  }
  return { store: openFhirStore(db), statements: () => statements }
}

test('two hundred readers at once are each answered with their own resource, in a few statements', async () => {
  const ids: string[] = []
  for (let i = 0; i < 40; i++)
    ids.push((await s.create({ resourceType: 'Patient', name: [{ text: `Bệnh nhân ${i}` }] })).id)
  await s.write({ op: 'delete', type: 'Patient', at: ids[7]! })
  await s.put({
    resourceType: 'Basic',
    id: 'của-hãng'.normalize('NFD').replace(/[^a-z-]/g, ''),
    code: { text: 'x' },
  })
  const { store, statements } = watched()
  const asked = Array.from({ length: 200 }, (_, i) => (i % 50 < 40 ? ids[i % 40]! : `khong-co-${i}`))
  const answers = await Promise.all(asked.map((id) => store.read('Patient', id)))
  for (const [i, id] of asked.entries()) {
    const answer = answers[i]
    if (!ids.includes(id)) assert.equal(answer, null, id)
    else if (id === ids[7]) assert.equal(answer?.deleted, true)
    else assert.equal(JSON.parse(answer!.json).name[0].text, `Bệnh nhân ${ids.indexOf(id)}`)
  }
  assert.ok(statements() <= 12, `${statements()} statements`)
})

test('whoever reads after a write was answered sees it, however many read at the time', async () => {
  const { id } = await s.create({ resourceType: 'Patient', active: true })
  let isOver = false
  const crowd = Array.from({ length: 8 }, async () => {
    while (!isOver) await s.store.read('Patient', id)
  })
  for (let version = 2; version < 40; version++) {
    await s.put({ resourceType: 'Patient', id, active: version % 2 === 0, name: [{ text: String(version) }] })
    assert.equal((await s.store.read('Patient', id))?.version, version)
  }
  isOver = true
  await Promise.all(crowd)
})

test('when the database is away every reader hears it, and later readers are answered', async () => {
  const { store } = watched(true)
  const outcomes = await Promise.allSettled(
    Array.from({ length: 90 }, () => store.read('Patient', '0190b1c0-0000-8000-8000-000000000000')),
  )
  assert.ok(outcomes.every((each) => each.status === 'rejected'))
  assert.equal(await s.store.read('Patient', 'p-1'), null)
})

test('what was written lately does not wait long in the list that every search reads', async () => {
  /** Pages of the list that were still to be merged. */
  const merged = async () =>
    (await s.db.one<{ n: string }>(sql`select gin_clean_pending_list('store.resource_tok'::regclass) as n`)).n
  const write = (from: number) =>
    Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        s.create({ resourceType: 'Patient', identifier: [{ system: 'a', value: `${from + i}` }] }),
      ),
    )
  await write(0)
  assert.notEqual(await merged(), '0')
  await write(20)
  const tended = tendIndexes(s.db, silentLogger, 20)
  await new Promise((done) => setTimeout(done, 2_000))
  await tended.stop()
  assert.equal(await merged(), '0')
  assert.equal((await s.find('Patient', 'identifier=a|7,a|27')).length, 2)
})
