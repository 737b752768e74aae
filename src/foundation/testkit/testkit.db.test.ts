import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { sql } from '#foundation/db'
import { eventsMigrations } from '#foundation/events'
import { aTempDir, withDatabase } from '#foundation/testkit'

test('two tests get a database each, cloned from one template', async () => {
  const [a, b] = await Promise.all([withDatabase([eventsMigrations]), withDatabase([eventsMigrations])])
  assert.notEqual(a.connection.database, b.connection.database)
  await a.db.run(
    sql`insert into events.job (queue, kind, version, payload, enqueued_at, run_at) values ('q', 'x', 1, '{}', now(), now())`,
  )
  const count = sql`select count(*) as n from events.job`
  assert.deepEqual(await a.db.one(count), { n: '1' })
  assert.deepEqual(await b.db.one(count), { n: '0' })
  await a.close()
  await b.close()
})

test('a temporary folder goes away', () => {
  const folder = aTempDir()
  assert.ok(existsSync(folder.path))
  folder.remove()
  assert.ok(!existsSync(folder.path))
})
