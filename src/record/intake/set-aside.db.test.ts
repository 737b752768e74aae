import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from '#foundation/db'
import { replayRecord, replaySetAside } from './index.ts'
import { aFile, anIntake, type Intake } from './testing.ts'

let intake: Intake
before(async () => {
  intake = await anIntake()
})
beforeEach(() => intake.empty())
after(() => intake.close())

const badDate = { NGAY_VAO: '20251399' }
const statuses = async (receiptId: string) =>
  (await intake.desk.receipt(receiptId, 0, 500))!.files.map((f) => f.status)
const all = { code: null, facility: null }
/** What a fix of the software looks like from here: a record that could not be read yesterday can be read today. */
const asIfBrokenYesterday = (code: string, visit: string) =>
  intake.db.run(sql`
    update intake.file set status = 'set-aside', problems = ${JSON.stringify([{ code, severity: 'error', message: 'x' }])}::jsonb
    where visit_link_id = ${visit}`)

test('one bad record is set aside with table, row, field and a sentence; its neighbours go on', async () => {
  const answer = await intake.keep(aFile({}, badDate, {}))
  assert.deepEqual(
    answer.files.map((f) => f.status),
    ['accepted', 'set-aside', 'accepted'],
  )
  const problem = answer.files[1]!.problems.find((p) => p.severity === 'error')!
  assert.deepEqual([problem.table, problem.row, problem.field], ['XML1', 1, 'NGAY_VAO'])
  assert.match(problem.message, /\p{L}{2,}/u)
  assert.equal(await intake.jobs(), 2)
})

test('a corrected visit closes what was set aside under its number, of this facility only', async () => {
  const wrong = await intake.keep(aFile({ MA_LK: 'A', ...badDate }))
  const others = await intake.keep(aFile({ MA_CSKCB: '99902', MA_LK: 'A', ...badDate }))
  await intake.keep(aFile({ MA_LK: 'A' }))
  assert.deepEqual(await statuses(wrong.receiptId), ['superseded'])
  assert.deepEqual(await statuses(others.receiptId), ['set-aside'])
  const again = await intake.keep(aFile({ MA_LK: 'A', ...badDate }))
  assert.equal(
    again.files[0]!.status,
    'set-aside',
    'who sends the wrong bytes again is not told that they were accepted',
  )
})

test('a second wrong version closes nothing', async () => {
  const wrong = await intake.keep(aFile({ MA_LK: 'A', ...badDate }))
  await intake.keep(aFile({ MA_LK: 'A', ...badDate, HO_TEN: 'LÊ THỊ KHÁC' }))
  assert.deepEqual(await statuses(wrong.receiptId), ['set-aside'])
})

test('replay after a fix sends the record on its way and forgets the old reason', async () => {
  const { receiptId } = await intake.keep(aFile({ MA_LK: 'A' }, { MA_LK: 'B' }))
  await intake.db.run(sql`delete from events.job`)
  await asIfBrokenYesterday('BHYT_OLD_BUG', 'A')
  assert.deepEqual(await replayRecord(intake.deps, { receiptId, fileNumber: 1 }), {
    tried: 1,
    accepted: 1,
    setAside: 0,
  })
  const file = (await intake.desk.receipt(receiptId, 0, 1))!.files[0]!
  assert.deepEqual([file.status, file.attempts], ['accepted', 2])
  assert.ok(!file.problems.some((p) => p.code === 'BHYT_OLD_BUG'))
  assert.equal(await intake.jobs(), 1)
})

test('replay of what is still wrong says why, again, and queues nothing', async () => {
  const { receiptId } = await intake.keep(aFile(badDate))
  assert.deepEqual(await replayRecord(intake.deps, { receiptId, fileNumber: 1 }), {
    tried: 1,
    accepted: 0,
    setAside: 1,
  })
  assert.deepEqual(await statuses(receiptId), ['set-aside'])
  assert.equal(await intake.jobs(), 0)
})

test('replay of a record that is not there tries nothing', async () => {
  for (const key of [
    { receiptId: '01980000-0000-8000-8000-000000000000', fileNumber: 1 },
    { receiptId: 'không-phải-mã', fileNumber: 1 },
  ])
    assert.equal((await replayRecord(intake.deps, key)).tried, 0)
})

test('replay of everything by cause touches that cause only, of that facility only', async () => {
  await intake.keep(aFile(...Array.from({ length: 130 }, (_, n) => ({ MA_LK: `A${n}` }))))
  await intake.keep(aFile({ MA_CSKCB: '99902', MA_LK: 'B' }))
  await intake.db.run(sql`delete from events.job`)
  await intake.db.run(sql`
    update intake.file set status = 'set-aside', problems = '[{"code":"BHYT_OLD_BUG","severity":"error","message":"x"}]'
    where file_number <= 120`)
  await asIfBrokenYesterday('BHYT_OTHER_BUG', 'A125')
  assert.deepEqual(await replaySetAside(intake.deps, { code: 'BHYT_OLD_BUG', facility: '99902' }), {
    tried: 1,
    accepted: 1,
    setAside: 0,
  })
  assert.deepEqual(await replaySetAside(intake.deps, { code: 'BHYT_OLD_BUG', facility: null }), {
    tried: 120,
    accepted: 120,
    setAside: 0,
  })
  assert.deepEqual(await replaySetAside(intake.deps, all), { tried: 1, accepted: 1, setAside: 0 })
  assert.deepEqual(await replaySetAside(intake.deps, all), { tried: 0, accepted: 0, setAside: 0 })
  assert.equal(await intake.jobs(), 122)
})

test('two people who press “xử lý lại” at once do not send one record on twice', async () => {
  await intake.keep(aFile(...Array.from({ length: 40 }, (_, n) => ({ MA_LK: `A${n}` }))))
  await intake.db.run(sql`delete from events.job`)
  await intake.db.run(sql`
    update intake.file set status = 'set-aside', problems = '[{"code":"BHYT_OLD_BUG","severity":"error","message":"x"}]'`)
  const answers = await Promise.all([replaySetAside(intake.deps, all), replaySetAside(intake.deps, all)])
  assert.equal(
    answers.reduce((sum, a) => sum + a.accepted, 0),
    40,
  )
  assert.equal(await intake.jobs(), 40)
})
