import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Database, type Sql, sql } from '#foundation/db'
import { openFhirStore } from './index.ts'
import type { SearchOptions } from './store.types.ts'
import { aStore, given, type Json, queryOf } from './testing.ts'
import { aRandom } from './testing-random.ts'

let s: Awaited<ReturnType<typeof aStore>>
let other: Awaited<ReturnType<typeof aStore>>
before(async () => {
  ;[s, other] = await Promise.all([aStore(), aStore()])
  // Databases of tests are copies of one: elsewhere each has a key of its own from its beginning.
  await other.db.run(sql`update store.secret set value = gen_random_uuid()::text where name = 'page'`)
})
after(() => Promise.all([s.close(), other.close()]))

const pulse = (code: string, effectiveDateTime: string | null, value = 70): Json => ({
  ...{
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code }] },
  },
  ...(effectiveDateTime === null ? {} : { effectiveDateTime }),
  valueQuantity: { value },
})
const aDay = (n: number) => (n % 9 === 8 ? null : `2026-03-${String((n % 14) + 1).padStart(2, '0')}`)

async function readPage(text: string, page: string | null, options: Partial<SearchOptions> = {}) {
  const given = { count: 7, ...options, ...(page === null ? {} : { page }) }
  const answer = await s.store.search(queryOf('Observation', text), given)
  assert.ok(answer.ok, JSON.stringify(answer))
  return answer.value
}
const said = (page: { matches: readonly { id: string; version: number }[] }) =>
  page.matches.map((match) => `${match.id} v${match.version}`)

/** Reads all pages, and lets somebody write between them. */
async function readWhile(text: string, options: Partial<SearchOptions>, write: () => Promise<void>) {
  const found: string[] = []
  let page = await readPage(text, null, options)
  for (;;) {
    found.push(...said(page))
    if (page.next === null) return found
    await write()
    page = await readPage(text, page.next, options)
  }
}

const orders = [
  '',
  '_sort=date',
  '_sort=_lastUpdated',
  '_sort=-_lastUpdated',
  '_sort=_id',
  '_sort=-_id',
  '_sort=value-quantity,-date',
]
const ways = ['auto', 'tokens', 'code', 'value', 'walk', 'scan'] as const

test('whoever reads page after page sees what stood when they began, while others create, change and delete', async () => {
  const random = aRandom(3)
  let n = 0
  for (const order of orders) {
    for (const strategy of ways) {
      n += 1
      const code = `turmoil-${n}`
      const text = [`code=http://loinc.org|${code}`, order].filter(Boolean).join('&')
      const own = Array.from({ length: 30 }, (_, i) => ({
        ...pulse(code, aDay(i), i % 5),
        id: `${code}.${i}`,
      }))
      const outside = Array.from({ length: 10 }, (_, i) => ({
        ...pulse('else', aDay(i)),
        id: `${code}.else.${i}`,
      }))
      await s.write(
        ...[...own, ...outside].map((value) => ({
          op: 'update' as const,
          type: 'Observation',
          at: value.id,
          resource: given(value),
        })),
      )
      const stood = said(await readPage(text, null, { count: 100 }))
      assert.equal(stood.length, 30)
      const any = (list: readonly (Json & { id: string })[]) => random.pick(list).id
      const seen = await readWhile(text, { strategy }, async () => {
        await s.create(pulse(code, aDay(Math.floor(random.next() * 14))))
        // No longer a match; a match of another day; one that was none; twice in a row; gone; gone and back.
        await s.put({ ...pulse('else', aDay(3)), id: any(own) })
        await s.put({ ...pulse(code, aDay(Math.floor(random.next() * 14)), 9), id: any(own) })
        await s.put({ ...pulse(code, aDay(5)), id: any(outside) })
        const twice = any(own)
        await s.put({ ...pulse(code, '2026-03-31'), id: twice })
        await s.put({ ...pulse(code, '2026-02-01'), id: twice })
        await s.write({ op: 'delete', type: 'Observation', at: any(own) })
        const back = any(own)
        await s.write({ op: 'delete', type: 'Observation', at: back })
        await s.put({ ...pulse(code, aDay(7)), id: back })
      })
      assert.deepEqual(seen, stood, `${strategy}: ${text}`)
    }
  }
})

test('a page holds what stood, though somebody writes between any two statements that it takes', async () => {
  const texts = [
    '',
    '&_sort=date',
    '&_sort=-_lastUpdated',
    '&_sort=value-quantity,_id',
    '&code:text=pulse',
    '&status:not=amended',
  ]
  for (const [n, order] of texts.entries()) {
    for (const strategy of ways) {
      const code = `between-${n}-${strategy}`
      const own = Array.from({ length: 40 }, (_, i) => ({
        ...named(pulse(code, aDay(i), i % 5)),
        id: `${code}.${i}`,
      }))
      await s.write(
        ...own.map((value) => ({
          op: 'update' as const,
          type: 'Observation',
          at: value.id,
          resource: given(value),
        })),
      )
      const text = `code=${code}${order}`
      const query = queryOf('Observation', text)
      const stood = said(await readPage(text, null, { count: 100 }))
      assert.equal(stood.length, 40)
      const left = [...own].reverse()
      let isSnapped = false
      const store = openFhirStore(
        beforeEach(s.db, async () => {
          // The first statement takes the snapshot; whatever is written from then on is later.
          const value = isSnapped ? left.pop() : undefined
          if (value) await s.put({ ...named(pulse('else', aDay(2))), id: value.id })
          isSnapped = true
        }),
      )
      const seen: string[] = []
      let page: string | null | undefined
      while (page !== null) {
        const answer = await store.search(query, { count: 7, strategy, ...(page ? { page } : {}) })
        assert.ok(answer.ok)
        seen.push(...said(answer.value))
        page = answer.value.next
      }
      assert.deepEqual(seen, stood, `${strategy}: ${text}`)
    }
  }
})

const named = (value: Json): Json => ({
  ...value,
  code: { ...(value.code as object), text: 'pulse of the heart' },
})

/** The same database, with something done before each reading of resources. */
const beforeEach = (db: Database, act: () => Promise<void>): Database =>
  new Proxy(db, {
    get(target, name) {
      if (name !== 'many') return Reflect.get(target, name)
      return async (q: Sql) => {
        if (q.text.includes('r.content')) await act()
        return target.many(q)
      }
    },
  })

test('what nobody touches is seen exactly once while sixteen writers work as fast as they can', async () => {
  const quiet = await s.write(
    ...Array.from({ length: 60 }, (_, i) => ({
      op: 'create' as const,
      resource: given(pulse('busy', aDay(i))),
    })),
  )
  const loud = await s.write(
    ...Array.from({ length: 40 }, (_, i) => ({
      op: 'create' as const,
      resource: given(pulse('busy', aDay(i))),
    })),
  )
  const random = aRandom(4)
  let isReading = true
  const writers = Array.from({ length: 16 }, async (_, w) => {
    for (let i = 0; isReading; i++) {
      const { id } = loud[(w * 7 + i) % loud.length]!.resource!
      if (i % 5 === 4) await s.create(pulse('busy', aDay(i)))
      else await s.put({ ...pulse(i % 3 === 0 ? 'else' : 'busy', aDay(i + w), i), id })
    }
  })
  try {
    for (const order of ['', '_sort=-_lastUpdated', '_sort=_id', '_sort=value-quantity,_id']) {
      const text = ['code=busy', order].filter(Boolean).join('&')
      const seen = (await readWhile(text, { strategy: random.pick(ways) }, async () => {})).map(
        (each) => each.split(' ')[0],
      )
      assert.equal(new Set(seen).size, seen.length, `twice: ${text}`)
      const untouched = quiet.map((each) => each.resource!.id)
      assert.deepEqual(
        untouched.filter((id) => !seen.includes(id)),
        [],
        `missed: ${text}`,
      )
    }
  } finally {
    isReading = false
    await Promise.all(writers)
  }
})

test('a transaction that was open when the reader began is not seen by its later pages, however late it commits', async () => {
  const own = Array.from({ length: 20 }, (_, i) => ({ ...pulse('long', aDay(i)), id: `long.${i}` }))
  for (const value of own) await s.put(value)
  const stood = said(await readPage('code=long', null, { count: 100 }))
  let release = () => {}
  const isReleased = new Promise<void>((resolve) => {
    release = resolve
  })
  let isLocked = () => {}
  const lock = new Promise<void>((resolve) => {
    isLocked = resolve
  })
  const held = s.db.transaction(async (tx) => {
    await tx.many(sql`select from store.resource where ext_id = 'long.0' for update`)
    isLocked()
    await isReleased
  })
  await lock
  // Numbered before the reader begins, and waiting for the row that is held.
  const writer = s.write(
    ...own.map(({ id }) => ({
      op: 'update' as const,
      type: 'Observation',
      at: id,
      resource: given({ ...pulse('else', aDay(1)), id }),
    })),
    { op: 'create', resource: given(pulse('long', '2026-03-14')) },
  )
  await s.db.one(sql`select 1`)
  for (let waiting = false; !waiting; )
    waiting =
      (await s.db.one<{ n: number }>(sql`select count(*)::int as n from pg_locks where not granted`)).n > 0
  // Somebody else's write in the meantime has a higher number and is there at once.
  const quick = await s.create(pulse('long', '2026-03-20'))
  const first = await readPage('code=long', null)
  assert.equal(first.matches[0]!.id, quick.id)
  release()
  await Promise.all([held, writer])
  const seen = said(first)
  for (let next = first.next; next !== null; ) {
    const page = await readPage('code=long', next)
    seen.push(...said(page))
    next = page.next
  }
  assert.deepEqual(seen, [`${quick.id} v1`, ...stood])
  // Whoever begins now sees what was committed.
  assert.equal((await s.find('Observation', 'code=long')).length, 2)
})

test('what a client has written it finds at once, though somebody else has been writing for a long time', async () => {
  let release = () => {}
  const isReleased = new Promise<void>((resolve) => {
    release = resolve
  })
  const held = s.db.transaction(async (tx) => {
    await tx.one(sql`select pg_current_xact_id()::text as tx`)
    await isReleased
  })
  for (const order of orders) {
    const made = await s.create(pulse(`mine${order.length}`, '2026-03-01'))
    assert.ok(
      (await s.find('Observation', [`code=mine${order.length}`, order].join('&'))).includes(made.id),
      order,
    )
    await s.put({ ...pulse('yours', '2026-03-01'), id: made.id })
    assert.ok(
      !(await s.find('Observation', [`code=mine${order.length}`, order].join('&'))).includes(made.id),
      order,
    )
  }
  release()
  await held
})

test('a page token that is forged, damaged, old, of another question or of another store is refused', async (t) => {
  await s.write(
    ...Array.from({ length: 9 }, (_, i) => ({
      op: 'create' as const,
      resource: given(pulse('token', aDay(i))),
    })),
  )
  const { next } = await readPage('code=token', null)
  assert.ok(next)
  const refused = async (page: string, text = 'code=token', store = s.store) => {
    const answer = await store.search(queryOf('Observation', text), { count: 7, page })
    assert.equal(
      answer.ok ? 'answered' : answer.problem.code,
      'STORE_BAD_PAGE',
      `${page.slice(0, 80)} of ${text}`,
    )
  }
  const [body = '', mac = ''] = next.split('.')
  const json = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>
  const remade = (changes: object) =>
    `${Buffer.from(JSON.stringify({ ...json, ...changes })).toString('base64url')}.${mac}`
  const forged = [
    remade({ snapshot: '1:999999999:' }),
    remade({ after: { offset: 0 } }),
    remade({ at: Date.now() + 1e12 }),
    ...[`${body}.`, body, `.${mac}`, '.', ' ', 'x', `${body}.${mac}x${mac}`, `${body}.${'A'.repeat(16)}`],
    ...[
      '%',
      '\u0000',
      '\ud800',
      '{}',
      'null',
      "' or 1=1 --",
      '9'.repeat(100_000),
      `${'A'.repeat(1_000_000)}.${mac}`,
    ],
    ...Array.from(
      body.slice(0, 40),
      (_, i) => `${body.slice(0, i)}${body[i] === 'A' ? 'B' : 'A'}${body.slice(i + 1)}.${mac}`,
    ),
  ]
  for (const page of forged) await refused(page)
  for (const text of [
    'code=else',
    '',
    'code=token&status=final',
    'code=token&_sort=date',
    'status=final&code=token',
  ])
    await refused(next, text)
  await refused(next, 'code=token', other.store)
  await readPage('code=token', next)
  const now = Date.now()
  t.mock.timers.enable({ apis: ['Date'], now: now + 23 * 3_600_000 })
  await readPage('code=token', next)
  t.mock.timers.setTime(now + 25 * 3_600_000)
  await refused(next)
  t.mock.timers.reset()
})

test('a next page may be read twice, and gives the same both times', async () => {
  const { next } = await readPage('code=token', null, { count: 3 })
  const once = said(await readPage('code=token', next, { count: 3 }))
  await s.create(pulse('token', '2026-03-30'))
  assert.deepEqual(said(await readPage('code=token', next, { count: 3 })), once)
})
