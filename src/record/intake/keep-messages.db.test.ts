import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#foundation/db'
import { keepMessages, visitAccepted } from './index.ts'
import { aFile, anIntake, type Intake } from './testing.ts'

let intake: Intake
before(async () => {
  intake = await anIntake()
})
after(() => intake.close())

const message = (key: string, says: Record<string, unknown> = {}) => ({
  bytes: Buffer.from(aFile({ MA_LK: key })),
  fileName: null,
  claimedFacility: null,
  channel: 'mllp' as const,
  ...says,
})
const kept = (answer: Awaited<ReturnType<typeof keepMessages>>[number] | undefined) => {
  assert.ok(answer?.ok, 'refused')
  return answer.value
}
const refusalOf = (answer: Awaited<ReturnType<typeof keepMessages>>[number] | undefined) => {
  assert.ok(answer && !answer.ok, 'kept')
  return answer.problem.problems[0]!.code
}
const jobs = async (receiptId: string) =>
  intake.db.many<{ payload: { lane?: string } }>(
    sql`select payload from events.job where payload ->> 'receiptId' = ${receiptId}`,
  )

test('forty messages in one commit get forty receipts, each with its bytes, its record and its job', async () => {
  const batch = Array.from({ length: 40 }, (_, i) => message(`B${i}`))
  const answers = await keepMessages(intake.deps, batch)
  assert.equal(answers.length, 40)
  const { n } = await intake.db.one<{ n: number }>(
    sql`select count(distinct xmin::text)::int as n from events.job where kind = ${visitAccepted}`,
  )
  assert.equal(n, 1)
  for (const [i, answer] of answers.entries()) {
    assert.ok(answer.ok)
    assert.deepEqual(
      answer.value.files.map((f) => [f.visitLinkId, f.status]),
      [[`B${i}`, 'accepted']],
    )
    assert.deepEqual(await intake.raw(answer.value.receiptId), batch[i]!.bytes)
    assert.equal((await jobs(answer.value.receiptId)).length, 1)
  }
})

test('the same message twice in a batch, and again in the next, has one receipt', async () => {
  const answers = await keepMessages(intake.deps, [message('T1'), message('T1'), message('T2')])
  const [first, second, other] = answers.map(kept)
  const again = kept((await keepMessages(intake.deps, [message('T1')]))[0])
  assert.equal(first!.alreadyReceivedAt, null)
  assert.equal(second!.receiptId, first!.receiptId)
  assert.equal(again.receiptId, first!.receiptId)
  assert.notEqual(other!.receiptId, first!.receiptId)
  assert.equal((await jobs(again.receiptId)).length, 1)
})

test('one that cannot be taken is refused in its place, and its neighbours are kept', async () => {
  const [good, empty, foreign, rubbish, last] = await keepMessages(intake.deps, [
    message('N1'),
    message('N2', { bytes: Buffer.alloc(0) }),
    message('N3', { claimedFacility: '99999' }),
    message('N4', { bytes: Buffer.from('xin chào') }),
    message('N5'),
  ])
  assert.deepEqual([good, last].map(kept).length, 2)
  assert.deepEqual([empty, foreign, rubbish].map(refusalOf), [
    'INTAKE_EMPTY',
    'INTAKE_FACILITY_NOT_YOURS',
    'BHYT_FILE_NOT_XML',
  ])
})

test('bytes that another facility sent first are refused, not answered with its receipt', async () => {
  const [first] = await keepMessages(intake.deps, [message('K1')])
  kept(first)
  const [thief] = await keepMessages(intake.deps, [message('K1', { claimedFacility: '99999' })])
  assert.equal(refusalOf(thief), 'INTAKE_FACILITY_NOT_YOURS')
  const batch = await keepMessages(intake.deps, [message('K2'), message('K2', { claimedFacility: '99999' })])
  kept(batch[0])
  assert.equal(refusalOf(batch[1]), 'INTAKE_FACILITY_NOT_YOURS')
  const file = await intake.tryToKeep(aFile({ MA_LK: 'K1' }), { claimedFacility: '99999' })
  assert.equal(file.ok, false)
})

test('two doors that bring the same messages at the same moment give each sender the one receipt', async () => {
  const batch = Array.from({ length: 12 }, (_, i) => message(`R${i}`))
  const [one, two] = await Promise.all([
    keepMessages(intake.deps, batch),
    keepMessages(intake.deps, batch.toReversed()),
  ])
  const ids = (answers: typeof one) => answers.map((a) => (a.ok ? a.value.receiptId : a.problem.problems))
  assert.deepEqual(ids(one), ids(two).toReversed())
  for (const answer of one) assert.equal((await jobs(answer.ok ? answer.value.receiptId : '')).length, 1)
})

test('an old file brought again takes the lane of old files, an emergency the first', async () => {
  const answers = await keepMessages(intake.deps, [
    message('L1', { lane: 'back-load' }),
    message('L2', { lane: 'emergency' }),
  ])
  const lanes = answers.map(async (answer) => (await jobs(kept(answer).receiptId))[0]!.payload.lane)
  assert.deepEqual(await Promise.all(lanes), ['back-load', 'emergency'])
})
