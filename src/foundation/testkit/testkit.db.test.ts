import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { sql } from '#foundation/db'
import { eventsMigrations } from '#foundation/events'
import { aTempDir, freePort, withDatabase } from '#foundation/testkit'

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

test('a free port is none that somebody listens on, nor one of outgoing connections', async () => {
  for (let n = 0; n < 20; n++) {
    const port = await freePort()
    assert.ok(port >= 20_000 && port < 32_768, `${port}`)
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    await new Promise((done) => server.close(done))
  }
})

test('a temporary folder goes away', () => {
  const folder = aTempDir()
  assert.ok(existsSync(folder.path))
  folder.remove()
  assert.ok(!existsSync(folder.path))
})
