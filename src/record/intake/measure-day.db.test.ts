import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Database, sql } from '#foundation/db'
import { newId } from '#foundation/ids'
import { type TestDatabase, withDatabase } from '#foundation/testkit'
import { intakeMigrations } from './intake.migrations.ts'
import { dayCauses, dayMeasures, delayEdges, firstDay, openSetAside } from './measure-day.queries.ts'

let t: TestDatabase
before(async () => {
  t = await withDatabase([intakeMigrations])
})
after(() => t?.close())

const bare = {
  facility: '99901' as string | null,
  visitLinkId: 'LK1' as string | null,
  status: 'stored',
  kind: 'outpatient' as string | null,
  endedAt: null as string | null,
  expected: 10 as number | null,
  filled: 8,
  identity: 31,
  warnings: 0,
  rules: 0,
  problems: null as unknown,
  lane: 'live',
  channel: 'http',
}

async function received(db: Database, at: string, ...files: Partial<typeof bare>[]) {
  const id = newId(1, Date.parse(at))
  const first = { ...bare, ...files[0] }
  await db.run(sql`
    insert into intake.receipt (shard, receipt_id, sha256, received_at, format, size, facility, total, set_aside, warnings,
      channel, lane)
    values (1, ${id}, ${Buffer.from(id)}, ${at}::timestamptz, 'bhyt-xml', 1, ${first.facility}, 1, 0, 0,
      ${first.channel}, ${first.lane})`)
  for (const [n, file] of files.entries()) {
    const f = { ...bare, ...file }
    await db.run(sql`
      insert into intake.file (shard, receipt_id, file_number, part, start, length, facility, visit_link_id, status, problems,
        received_at, kind, ended_at, expected, filled, identity, warnings, rules)
      values (1, ${id}, ${n + 1}, 0, 0, 1, ${f.facility}, ${f.visitLinkId}, ${f.status},
        ${f.problems ? JSON.stringify(f.problems) : null}::jsonb, ${at}::timestamptz, ${f.kind},
        ${f.endedAt}::timestamptz, ${f.expected}, ${f.filled}, ${f.identity}, ${f.warnings}, ${f.rules})`)
  }
}

test('a day is counted by facility, channel and kind, in the hours of Vietnam', async () => {
  assert.equal(await firstDay(t.db), null)
  // 23:30 of the 20th in Vietnam is 16:30 in Greenwich; a minute past midnight is the next day.
  await received(
    t.db,
    '2026-11-20T16:30:00Z',
    { visitLinkId: 'A', endedAt: '2026-11-20T15:00:00Z' },
    { visitLinkId: 'A', endedAt: '2026-11-19T10:00:00Z', warnings: 2, rules: 1 },
    { visitLinkId: 'B', endedAt: '2026-11-01T10:00:00Z', identity: 1 },
    { visitLinkId: 'C', endedAt: '2026-11-21T10:00:00Z', kind: 'inpatient' },
    { visitLinkId: 'D', endedAt: null },
    { visitLinkId: null, status: 'set-aside', kind: null, expected: 0, filled: 0, identity: 0, warnings: 1 },
  )
  await received(t.db, '2026-11-20T17:01:00Z', { visitLinkId: 'Z' })
  await received(t.db, '2026-11-20T12:00:00Z', { lane: 'back-load', endedAt: '2024-01-01T00:00:00Z' })
  assert.equal(await firstDay(t.db), '2026-11-20')

  const rows = await dayMeasures(t.db, '2026-11-20')
  assert.deepEqual(
    rows.map((r) => [r.facility, r.channel, r.kind, r.records]),
    [
      ['99901', 'http', '', 1],
      ['99901', 'http', 'inpatient', 1],
      ['99901', 'http', 'outpatient', 5],
    ],
  )
  const [unread, stay, visits] = rows
  assert.equal(unread!.setAside, 1)
  assert.equal(unread!.noEnd, 0, 'a record nobody could read is not late')
  assert.equal(stay!.futureEnd, 1)
  assert.equal(visits!.delays.length, delayEdges.length + 1)
  assert.deepEqual(
    visits!.delays,
    [1, 0, 0, 1, 0, 0, 0, 1],
    'one within 3 hours, one within 48, one after a week',
  )
  assert.deepEqual([visits!.noEnd, visits!.backLoaded, visits!.repeated], [1, 1, 1])
  assert.deepEqual([visits!.withWarnings, visits!.withRules], [1, 1])
  assert.deepEqual([visits!.expected, visits!.filled], [50, 40])
  assert.deepEqual([visits!.persons, visits!.citizen, visits!.address], [5, 4, 4])
  assert.equal((await dayMeasures(t.db, '2026-11-21')).length, 1)
})

test('causes of a day: errors before warnings, notes left out, a record counted once', async () => {
  const problem = (code: string, severity: string) => ({
    code,
    severity,
    table: 'XML1',
    field: 'HO_TEN',
    message: code,
  })
  await received(
    t.db,
    '2026-10-05T03:00:00Z',
    { facility: '99902', problems: [problem('W', 'warning'), problem('W', 'warning'), problem('I', 'info')] },
    { facility: '99902', problems: [problem('W', 'warning')], visitLinkId: 'B' },
    { facility: '99902', problems: [problem('E', 'error')], status: 'set-aside', visitLinkId: 'C' },
  )
  const causes = await dayCauses(t.db, '2026-10-05', 5)
  assert.deepEqual(
    causes.map((c) => [c.facility, c.code, c.records]),
    [
      ['99902', 'E', 1],
      ['99902', 'W', 2],
    ],
  )
  assert.equal((await dayCauses(t.db, '2026-10-05', 1)).length, 1)
})

test('what waits is counted with the age of the oldest, whatever day it came', async () => {
  const open = await openSetAside(t.db)
  assert.deepEqual(
    open.map((o) => [o.facility, o.open, o.oldestAt.toISOString()]),
    [
      ['99901', 1, '2026-11-20T16:30:00.000Z'],
      ['99902', 1, '2026-10-05T03:00:00.000Z'],
    ],
  )
})
