import assert from 'node:assert/strict'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fixedClock } from '#foundation/clock'
import { migrate, openDatabase, sql } from '#foundation/db'
import { createEvents, eventsMigrations, JobFailure } from '#foundation/events'
import { aTempDir, type TestDatabase, withDatabase } from '#foundation/testkit'

let t: TestDatabase
before(async () => {
  t = await withDatabase([eventsMigrations])
  await t.db.transaction((tx) => tx.script('create table done (queue text, n int)'))
})
after(() => t.close())

const numbers = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ kind: 'count', payload: { n } }))
const until = async (what: () => Promise<boolean>, ms = 60_000) => {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(15)) if (await what()) return
  assert.fail('did not come true in time')
}
const doneIn = async (queue: string) =>
  (await t.db.many<{ n: number }>(sql`select n from done where queue = ${queue} order by n`)).map(
    (row) => row.n,
  )
/** A handler that writes what it did in the transaction of the job. */
const write =
  (queue: string) => async (tx: import('#foundation/db').Tx, jobs: readonly { payload: { n: number } }[]) => {
    await tx.run(
      sql`insert into done select ${queue}, n from unnest(${jobs.map((job) => job.payload.n)}::int[]) as n`,
    )
  }

test('an event gives each listening queue one job, written with the change, and with no listener nothing', async () => {
  const events = createEvents({ db: t.db, subscriptions: { 'intake.visit-accepted': ['journey', 'claims'] } })
  const happening = { name: 'intake.visit-accepted', version: 1, payload: { receipt: 'r1', note: '"\\ ấy' } }
  await t.db.transaction((tx) =>
    events.announce(tx, [happening, { ...happening, name: 'intake.nobody-listens' }]),
  )
  await assert.rejects(
    t.db.transaction(async (tx) => {
      await events.announce(tx, [happening])
      throw new Error('the change did not happen')
    }),
  )
  assert.deepEqual(await events.queues(t.db), ['claims', 'journey'])
  for (const queue of ['journey', 'claims']) {
    await t.db.transaction(async (tx) => {
      const jobs = await events.takeJobs(tx, queue, 10)
      assert.deepEqual(
        jobs.map(({ kind, version, payload, attempts }) => ({ kind, version, payload, attempts })),
        [{ kind: 'intake.visit-accepted', version: 1, payload: happening.payload, attempts: 0 }],
      )
      await events.completeJobs(tx, jobs)
    })
    assert.equal((await events.queueDepth(t.db, queue)).ready, 0)
  }
})

test('two workers never take one job twice', async () => {
  const queue = 'two'
  const events = createEvents({ db: t.db })
  await t.db.transaction((tx) => events.enqueue(tx, queue, numbers(3000)))
  const other = openDatabase({ connection: t.connection, max: 4 })
  const stop = new AbortController()
  const workers = [events, createEvents({ db: other })].map((each) =>
    each.runWorker({ queue, batch: 7, concurrency: 3, signal: stop.signal, handle: write(queue) }),
  )
  await until(async () => (await events.queueDepth(t.db, queue)).ready === 0)
  stop.abort()
  await Promise.all(workers)
  await other.close()
  assert.deepEqual(
    await doneIn(queue),
    Array.from({ length: 3000 }, (_, n) => n),
  )
})

test('what stands behind is worked on only while nothing urgent waits, and urgent work waits for one batch at most', async () => {
  const events = createEvents({
    db: t.db,
    subscriptions: { sent: ({ n }: { n: number }) => [n % 10 === 0 ? 'urgent' : 'patient'] },
  })
  const order: { queue: string; n: number }[] = []
  const tell = (from: number, count: number) =>
    t.db.transaction((tx) =>
      events.announce(
        tx,
        numbers(count).map(({ payload }) => ({ name: 'sent', version: 1, payload: { n: from + payload.n } })),
      ),
    )
  await tell(1, 100)
  const stop = new AbortController()
  let more: Promise<void> | null = null
  const worker = events.runWorker<{ n: number }>({
    queue: 'urgent',
    behind: [{ queue: 'patient', batch: 4 }],
    signal: stop.signal,
    handle: async (_tx, jobs) => {
      for (const { queue, payload } of jobs) order.push({ queue, n: payload.n })
      // An urgent one arrives while the others are being worked on.
      if (order.length > 20 && !more) more = tell(1_000, 1)
      await more
    },
  })
  await until(async () => order.length === 101)
  stop.abort()
  await worker
  assert.deepEqual(
    order.slice(0, 10).map(({ queue }) => queue),
    Array.from({ length: 10 }, () => 'urgent'),
  )
  const late = order.findIndex(({ n }) => n === 1_000)
  assert.ok(late > 20 && late <= 26, `place ${late}`)
})

test('a poison job does not hold up its neighbours, and ends among the dead where a person sees it', async () => {
  const queue = 'poison'
  const events = createEvents({ db: t.db })
  await t.db.transaction((tx) => events.enqueue(tx, queue, numbers(60)))
  const stop = new AbortController()
  let cured = false
  const worker = events.runWorker<{ n: number }>({
    queue,
    batch: 20,
    signal: stop.signal,
    pollMs: 20,
    concurrency: 2,
    retry: { maxAttempts: 3, firstBackoffMs: 20, maxBackoffMs: 50 },
    handle: async (tx, jobs) => {
      await write(queue)(tx, jobs)
      if (!cured && jobs.some((job) => job.payload.n === 33)) throw new JobFailure('TEST_POISON')
      if (!cured && jobs.some((job) => job.payload.n === 34)) throw new Error('Nguyễn Thị Hoa')
    },
  })
  await until(async () => (await events.queueDepth(t.db, queue)).dead === 2)
  await until(async () => (await doneIn(queue)).length === 58)
  assert.deepEqual(
    await doneIn(queue),
    Array.from({ length: 60 }, (_, n) => n).filter((n) => n !== 33 && n !== 34),
  )
  const dead = await events.deadJobs(t.db, queue)
  assert.deepEqual(dead.map((job) => [job.problemCode, job.attempts]).toSorted(), [
    ['JOB_UNEXPECTED_ERROR', 3],
    ['TEST_POISON', 3],
  ])
  assert.deepEqual(await events.queueDepth(t.db, queue), {
    ready: 0,
    delayed: 0,
    dead: 2,
    oldestReadyAt: null,
  })
  cured = true
  assert.equal(await t.db.transaction((tx) => events.reviveDead(tx, queue)), 2)
  await until(async () => (await doneIn(queue)).length === 60)
  stop.abort()
  await worker
  assert.equal((await events.queueDepth(t.db, queue)).dead, 0)
})

test('a handler may put off one job and finish the others in the same transaction', async () => {
  const queue = 'partly'
  const events = createEvents({ db: t.db })
  await t.db.transaction((tx) => events.enqueue(tx, queue, numbers(10)))
  const stop = new AbortController()
  const worker = events.runWorker<{ n: number }>({
    queue,
    signal: stop.signal,
    retry: { maxAttempts: 5, firstBackoffMs: 60_000, maxBackoffMs: 60_000 },
    handle: async (tx, jobs) => {
      const [bad, worse, ...good] = jobs
      await write(queue)(tx, good)
      return [
        { job: bad!, problemCode: 'LATER' },
        { job: worse!, problemCode: 'NEVER', bury: true },
      ]
    },
  })
  await until(async () => (await doneIn(queue)).length === 8)
  stop.abort()
  await worker
  const { ready, delayed, dead } = await events.queueDepth(t.db, queue)
  assert.deepEqual({ ready, delayed, dead }, { ready: 0, delayed: 1, dead: 1 })
})

test('a job for later waits for its time', async () => {
  const queue = 'later'
  const clock = fixedClock('2026-03-01T08:00:00+07:00')
  const events = createEvents({ db: t.db, clock })
  const at = (ms: number) => new Date(clock.now().getTime() + ms)
  await t.db.transaction((tx) => events.enqueue(tx, queue, numbers(1), { runAt: at(60_000) }))
  const take = () => t.db.transaction((tx) => events.takeJobs(tx, queue, 10))
  assert.equal((await take()).length, 0)
  clock.advance(60_000)
  assert.equal((await take()).length, 1)
})

test('a sleeping worker of another process is woken without waiting for its poll', async () => {
  const queue = 'wake'
  const other = openDatabase({ connection: t.connection, max: 2 })
  const stop = new AbortController()
  const worker = createEvents({ db: other }).runWorker({
    queue,
    pollMs: 60_000,
    signal: stop.signal,
    handle: write(queue),
  })
  await sleep(200)
  const begun = Date.now()
  const events = createEvents({ db: t.db })
  await t.db.transaction((tx) => events.enqueue(tx, queue, numbers(1)))
  await until(async () => (await doneIn(queue)).length === 1)
  assert.ok(Date.now() - begun < 30_000, 'half of its poll')
  stop.abort()
  await worker
  await other.close()
})

test('a worker outlives the loss of its connections', async () => {
  const queue = 'lost'
  const mine = openDatabase({ connection: t.connection, max: 3, applicationName: 'losing' })
  const stop = new AbortController()
  const worker = createEvents({ db: mine }).runWorker({
    queue,
    batch: 5,
    pollMs: 50,
    signal: stop.signal,
    handle: async (tx, jobs) => {
      await sleep(5)
      await write(queue)(tx, jobs as never)
    },
  })
  const events = createEvents({ db: t.db })
  await t.db.transaction((tx) => events.enqueue(tx, queue, numbers(300)))
  for (let i = 0; i < 3; i++) {
    await sleep(60)
    await t.db.run(
      sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'losing%'`,
    )
  }
  await until(async () => (await events.queueDepth(t.db, queue)).ready === 0)
  stop.abort()
  await worker
  await mine.close()
  assert.deepEqual(
    await doneIn(queue),
    Array.from({ length: 300 }, (_, n) => n),
  )
})

test('what nobody listens to writes nothing, so the transaction stays a reader', async () => {
  const events = createEvents({ db: t.db, subscriptions: { 'said.to-some': () => [] } })
  const written = await t.db.transaction(async (tx) => {
    await events.announce(tx, [])
    await events.announce(tx, [
      { name: 'said.to-nobody', version: 1, payload: {} },
      { name: 'said.to-some', version: 1, payload: {} },
    ])
    return tx.one(sql`select pg_current_xact_id_if_assigned() is not null as wrote`)
  })
  assert.deepEqual(written, { wrote: false })
})

test('a database of the time of the outbox loses the table and none of its jobs', async () => {
  const temp = aTempDir()
  const first = '0001_create_outbox_and_job.sql'
  copyFileSync(join(eventsMigrations.dir, first), join(temp.path, first))
  const old = await withDatabase([{ ...eventsMigrations, dir: temp.path }])
  await old.db.run(
    sql`insert into events.outbox (name, version, payload, announced_at) values ('x', 1, '{}', now())`,
  )
  const events = createEvents({ db: old.db })
  await old.db.transaction((tx) => events.enqueue(tx, 'old', numbers(3)))
  const migrated = await migrate(old.db, [eventsMigrations])
  assert.deepEqual(migrated, { ok: true, value: { applied: ['events/0002_drop_outbox.sql'] } })
  assert.deepEqual(await old.db.one(sql`select to_regclass('events.outbox') as x`), { x: null })
  const jobs = await old.db.transaction((tx) => events.takeJobs<{ n: number }>(tx, 'old', 10))
  assert.deepEqual(
    jobs.map((job) => job.payload.n),
    [0, 1, 2],
  )
  await old.close()
  temp.remove()
})
