import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fixedClock } from '#foundation/clock'
import { sql } from '#foundation/db'
import { silentLogger } from '#foundation/log'
import { keepMessages, markStored, tendBuckets } from './index.ts'
import { aFile, anIntake, type Intake } from './testing.ts'

let intake: Intake
const clock = fixedClock('2026-01-10T08:00:00+07:00')
before(async () => {
  intake = await anIntake()
})
after(() => intake.close())

const tend = (keepMonths = {}) => tendBuckets({ db: intake.db, clock, log: silentLogger, keepMonths })
const keep = async (key: string, channel: 'mllp' | 'http') => {
  const [kept] = await keepMessages({ ...intake.deps, clock }, [
    { bytes: Buffer.from(aFile({ MA_LK: key })), fileName: null, claimedFacility: null, channel },
  ])
  assert.ok(kept?.ok)
  return kept.value.receiptId
}
const markAsStored = (receiptId: string) =>
  intake.db.transaction((tx) =>
    markStored(tx, [{ receiptId, fileNumber: 1, personId: receiptId }], clock.now()),
  )
const diskOf = async (bucket: string) =>
  (
    await intake.db.one<{ there: boolean }>(
      sql`select to_regclass(${`intake.chunk_${bucket}`}) is not null as there`,
    )
  ).there

test('bytes lie in a piece of their channel and month, made before the month begins', async () => {
  await tend()
  assert.deepEqual(await Promise.all(['mllp_202601', 'mllp_202602', 'http_202601'].map(diskOf)), [
    true,
    true,
    true,
  ])
  await keep('A', 'mllp')
  const { n } = await intake.db.one<{ n: number }>(
    sql`select count(*)::int as n from intake.chunk_mllp_202601`,
  )
  assert.equal(n, 1)
})

test('a month after its time a piece is dropped whole; what its records said stays, and other channels stay', async () => {
  const old = await keep('B', 'mllp')
  const other = await keep('C', 'http')
  await markAsStored(old)
  await intake.db.run(sql`update intake.file set status = 'stored'`)
  clock.set('2026-03-01T00:30:00Z')
  assert.deepEqual(await tend({ mllp: 2 }), { dropped: [], held: [] })
  clock.set('2026-04-01T00:30:00Z')
  assert.deepEqual(await tend({ mllp: 2 }), { dropped: ['mllp_202601'], held: [] })
  assert.equal(await diskOf('mllp_202601'), false)
  assert.equal((await intake.raw(other)).length > 0, true)
  const source = await intake.desk.source(old, 1)
  assert.equal(source?.status, 'stored')
  assert.match(source!.problems[0]!.message, /hết hạn lưu/)
  assert.deepEqual(source!.tables, [])
  assert.deepEqual(await tend({ mllp: 2 }), { dropped: [], held: [] })
})

test('a piece in which a record still waits for a human is kept and named', async () => {
  await keep('D', 'mllp')
  clock.set('2027-01-01T00:30:00Z')
  const { dropped, held } = await tend({ mllp: 2 })
  assert.deepEqual(held, ['mllp_202604'])
  assert.ok(dropped.includes('mllp_202605') && (await diskOf('mllp_202604')))
})
