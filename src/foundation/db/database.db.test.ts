import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseUnavailable, isUniqueViolation, openDatabase, retryTransient, sql } from '#foundation/db'
import { type TestDatabase, withDatabase } from '#foundation/testkit'

let t: TestDatabase
before(async () => {
  t = await withDatabase()
  await t.db.transaction((tx) =>
    tx.script(
      'create table item (id int primary key, name text); create table pair (id int primary key, n int)',
    ),
  )
})
after(() => t.close())

test('many, one, maybe and run say what they found', async () => {
  const { db } = t
  assert.equal(await db.run(sql`insert into item values (1, 'a'), (2, 'b')`), 2)
  assert.deepEqual(await db.many(sql`select * from item order by id`), [
    { id: 1, name: 'a' },
    { id: 2, name: 'b' },
  ])
  assert.deepEqual(await db.maybe(sql`select name from item where id = ${2}`), { name: 'b' })
  assert.equal(await db.maybe(sql`select name from item where id = ${9}`), undefined)
  await assert.rejects(db.one(sql`select name from item where id = ${9}`), /0 rows/)
  await assert.rejects(db.maybe(sql`select name from item`), /2 rows/)
  assert.deepEqual(await db.many(sql.named('item.read')`select id from item where id = ${1}`), [{ id: 1 }])
})

test('a transaction that throws leaves nothing, one that returns keeps all, a hint runs only after the commit', async () => {
  const { db } = t
  const hints: string[] = []
  await assert.rejects(
    db.transaction(async (tx) => {
      tx.afterCommit(() => hints.push('never'))
      await tx.run(sql`insert into item values (10, 'x')`)
      throw new Error('no')
    }),
    /no/,
  )
  const kept = await db.transaction(async (tx) => {
    tx.afterCommit(() => hints.push('after'))
    await tx.run(sql`insert into item values (11, 'y')`)
    assert.deepEqual(hints, [])
    await tx
      .savepoint(() => tx.run(sql`insert into item values (11, 'twice')`))
      .catch((e) => assert.ok(isUniqueViolation(e, 'item_pkey')))
    return 'kept'
  })
  assert.equal(kept, 'kept')
  assert.deepEqual(hints, ['after'])
  assert.deepEqual(await db.many(sql`select id from item where id in (10, 11)`), [{ id: 11 }])
})

test('a copy given up halfway ends its transaction at once, even when the error is swallowed', async () => {
  const large = sql`copy (select repeat('x', 1000) from generate_series(1, 200000)) to stdout`
  const giveUp = async (stream: NodeJS.ReadableStream) => {
    for await (const _ of stream) throw new Error('disk full')
  }
  for (const swallow of [false, true])
    await assert.rejects(
      t.db.transaction(async (tx) => {
        await tx.run(sql`insert into item values (77, 'half')`)
        const copied = tx.copyTo(large, giveUp)
        await (swallow ? copied.catch(() => {}) : copied)
      }),
      /disk full/,
    )
  assert.deepEqual(await t.db.many(sql`select id from item where id = 77`), [])
})

test('an error that was swallowed inside does not look like a commit', async () => {
  await assert.rejects(
    t.db.transaction(async (tx) => {
      await tx.run(sql`insert into item values (20, 'x')`)
      await tx.run(sql`insert into item values (20, 'x')`).catch(() => {})
    }),
    /swallowed/,
  )
})

test('a forgotten await does not write into somebody else’s transaction', async () => {
  let late: Promise<unknown> | undefined
  await t.db.transaction(async (tx) => {
    late = sleep(20).then(() => tx.run(sql`insert into item values (30, 'late')`))
  })
  await assert.rejects(late!, /await is missing/)
})

test('rows stream in and out by copy', async () => {
  const { db } = t
  async function* lines() {
    for (let i = 0; i < 5000; i++) yield `${1000 + i}\tname ${i}\n`
  }
  assert.equal(await db.copyFrom(sql`copy item from stdin`, lines()), 5000)
  let bytes = 0
  const rows = await db.copyTo(
    sql`copy (select * from item where id >= 1000) to stdout`,
    new Writable({
      write: (chunk, _e, done) => {
        bytes += chunk.length
        done()
      },
    }),
  )
  assert.equal(rows, 5000)
  assert.ok(bytes > 50_000)
  await assert.rejects(
    db.copyFrom(
      sql`copy item from stdin`,
      (async function* () {
        yield 'not\ta\tline\n'
      })(),
    ),
  )
  await assert.rejects(
    db.copyTo(sql`copy (select * from item, generate_series(1, 1000)) to stdout`, async (stream) => {
      for await (const _ of stream) throw new Error('reader stops')
    }),
    /reader stops/,
  )
  assert.equal((await db.one<{ n: string }>(sql`select count(*) as n from item where id >= 1000`)).n, '5000')
})

test('a deadlock is tried again', async () => {
  const { db } = t
  await db.run(sql`insert into pair values (1, 0), (2, 0)`)
  const move = (a: number, b: number) =>
    retryTransient(() =>
      db.transaction(async (tx) => {
        await tx.run(sql`update pair set n = n + 1 where id = ${a}`)
        await sleep(50)
        await tx.run(sql`update pair set n = n + 1 where id = ${b}`)
      }),
    )
  await Promise.all([move(1, 2), move(2, 1)])
  assert.deepEqual(await db.many(sql`select n from pair`), [{ n: 2 }, { n: 2 }])
})

test('a lost connection says unavailable, and the next question works', async () => {
  const { db } = t
  await assert.rejects(
    db.transaction(async (tx) => {
      const { pid } = await tx.one<{ pid: number }>(sql`select pg_backend_pid() as pid`)
      await db.run(sql`select pg_terminate_backend(${pid})`)
      while ((await db.many(sql`select from pg_stat_activity where pid = ${pid}`)).length > 0) await sleep(10)
      await sleep(50)
      await tx.run(sql`select 1`)
    }),
    (e) => e instanceof DatabaseUnavailable && e.problem.kind === 'unavailable',
  )
  assert.deepEqual(await db.one(sql`select 1 as x`), { x: 1 })
})

test('a server that is not there says unavailable; no free connection says busy', async () => {
  const nowhere = openDatabase({ connection: { host: '/nonexistent', port: 5432, user: 'x', database: 'x' } })
  await assert.rejects(
    nowhere.run(sql`select 1`),
    (e) => e instanceof DatabaseUnavailable && e.problem.code === 'DB_UNAVAILABLE',
  )
  await nowhere.close()
  const small = openDatabase({ connection: t.connection, max: 1, waitMs: 100 })
  let release = () => {}
  const held = small.transaction(
    () =>
      new Promise<void>((done) => {
        release = done
      }),
  )
  await assert.rejects(
    small.run(sql`select 1`),
    (e) => e instanceof DatabaseUnavailable && e.problem.kind === 'busy',
  )
  release()
  await held
  await small.close()
})

test('a listener hears, and hears again after its connection was lost', async () => {
  const { db } = t
  const heard: string[] = []
  const ear = await db.listen('Kênh "x"', (payload) => void heard.push(payload))
  const until = async (what: string) => {
    for (let i = 0; i < 2_000 && !heard.includes(what); i++) await sleep(30)
    assert.ok(heard.includes(what), `${what} in ${JSON.stringify(heard)}`)
  }
  await db.run(sql`select pg_notify('Kênh "x"', 'one')`)
  await until('one')
  await db.run(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name like '%listen' and datname = current_database()`,
  )
  await until('')
  await db.run(sql`select pg_notify('Kênh "x"', 'two')`)
  await until('two')
  await ear.stop()
})
