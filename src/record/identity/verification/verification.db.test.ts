import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { sql } from '#foundation/db'
import { projectRoot } from '#foundation/project'
import { type Ask, askVerification } from './ask-verification.ts'
import { cancelVerification } from './cancel-verification.ts'
import { forgetVerifications } from './forget-verifications.ts'
import { readStandings } from './read-standings.ts'
import { type Fault, faultKinds } from './simulator/fault.types.ts'
import {
  aPersonToVerify,
  aVerificationDesk,
  digestKey,
  somePeople,
  type VerificationDesk,
} from './testing.ts'
import { tryVerification } from './try-verification.ts'
import type { Asker } from './verification.types.ts'

let desk: VerificationDesk
before(async () => {
  desk = await aVerificationDesk()
})
afterEach(() => desk.empty())
after(() => desk.stop())

const nurse: Asker = { facility: '99901', by: 'tk-tiep-don-1' }
const elsewhere: Asker = { facility: '99902', by: 'tk-khac' }

/** Record `R1` of the first person the database knows, `R2` of the second … */
function someRecords(count: number) {
  for (const [index, person] of somePeople(count).entries())
    desk.records.set(`R${index + 1}`, { ...person, fullName: person.fullName.toUpperCase() })
}
async function ask(recordId: string, says: Partial<Ask> = {}) {
  const asked = await askVerification(desk.deps(), {
    ...{ recordId, asker: nurse, reason: 'admission', wait: true },
    ...says,
  })
  assert.ok(asked.ok, JSON.stringify(asked))
  return asked.value
}
async function until(isSo: () => Promise<boolean>, what: string) {
  for (let i = 0; i < 3_000; i++) {
    if (await isSo()) return
    await sleep(20)
  }
  assert.fail(`never: ${what}: ${JSON.stringify(await desk.states())}`)
}
const allClosed = async () => (await desk.states()).every(({ state }) => state !== 'waiting')
const standing = async (recordId: string, facility = nurse.facility) =>
  (
    await readStandings(desk.deps(), [{ recordId, facility, person: desk.records.get(recordId) ?? null }])
  ).get(recordId)!

test('a desk that waits has its answer, who asked and why is written down, and the index is told', async () => {
  someRecords(1)
  const { verification, newNumber } = await ask('R1')
  assert.deepEqual(
    [verification.state, verification.outcome, verification.level, verification.askedBy, verification.reason],
    ['answered', 'confirmed', 'population-verified', 'tk-tiep-don-1', 'admission'],
  )
  assert.equal(newNumber, null)
  assert.deepEqual(await desk.kinds(), ['asked', 'answered'])
  assert.deepEqual(
    (await desk.announced()).map(({ recordId, outcome }) => [recordId, outcome]),
    [['R1', 'confirmed']],
  )
  assert.deepEqual(
    [(await standing('R1')).level, (await standing('R1')).vetoes],
    ['population-verified', true],
  )
  assert.equal((await standing('R1', '99902')).level, 'declared', 'not shared with another facility')
  desk.records.set('R1', { ...desk.records.get('R1')!, fullName: 'NGUYỄN THỊ KHÁC' })
  assert.equal((await standing('R1')).level, 'declared', 'the record no longer says what was verified')
})

test('a good answer is given again without asking; asked anew it is asked; a denial replaces a confirmation', async () => {
  someRecords(1)
  const before = desk.simulator.asked.length
  const first = await ask('R1')
  const second = await ask('R1', { reason: 'review' })
  assert.ok(second.reused && second.verification.verificationId === first.verification.verificationId)
  assert.equal(desk.simulator.asked.length - before, 1)
  assert.deepEqual(
    await desk.kinds(),
    ['asked', 'answered', 'joined'],
    'the second asker is written down too',
  )
  assert.equal((await ask('R1', { asker: elsewhere })).reused, false, 'another facility asks for itself')
  desk.simulator.register.correct('079190999001', { sex: 'male' })
  const anew = await ask('R1', { anew: true })
  desk.simulator.register.correct('079190999001', { sex: 'female' })
  assert.deepEqual([anew.verification.outcome, anew.verification.differs], ['differs', ['sex']])
  assert.deepEqual([(await standing('R1')).doubt, (await standing('R1')).vetoes], ['differs', false])
})

test('a gateway that is away delays nobody: the desk goes on, the queue asks until there is an answer', async () => {
  someRecords(1)
  desk.simulator.setAway(true)
  const started = Date.now()
  const { verification } = await ask('R1')
  assert.ok(Date.now() - started < 10_000)
  assert.deepEqual([verification.state, verification.trouble], ['waiting', 'network'])
  assert.ok(verification.nextAt !== null)
  desk.work()
  await until(async () => (await desk.states())[0]!.attempts >= 3, 'three tries')
  desk.simulator.setAway(false)
  await until(allClosed, 'answered')
  assert.equal((await desk.states())[0]!.outcome, 'confirmed')
  // The same trouble again is no new line: the outage is proved once.
  assert.deepEqual(await desk.kinds(), ['asked', 'put-off', 'answered'])
  await until(async () => (await desk.jobs()) === 0, 'no job is left behind')
})

test('nobody waits: thirty records go through the queue, each is asked once', async () => {
  someRecords(30)
  for (let i = 1; i <= 30; i++) await ask(`R${i}`, { wait: false, reason: 'review' })
  const before = desk.simulator.asked.length
  desk.work({ lanes: 3 })
  desk.work({ lanes: 3 })
  await until(allClosed, 'all answered')
  assert.equal(desk.simulator.asked.length - before, 30, 'two processes, and none asked twice')
  assert.ok((await desk.states()).every(({ outcome, attempts }) => outcome === 'confirmed' && attempts === 1))
  await until(async () => (await desk.jobs()) === 0, 'no job is left behind')
})

test('every mood of the gateway ends in an outcome', async () => {
  someRecords(30)
  const before = new Set(desk.simulator.asked)
  desk.simulator.fail(
    ...([
      { kind: 'status', status: 503, times: 7 },
      { kind: 'slow', ms: 1_200 },
      { kind: 'cut' },
      { kind: 'garbage' },
      { kind: 'other-question' },
      { kind: 'answered-then-hang-up', times: 4 },
      { kind: 'expire-tokens' },
      { kind: 'endless' },
      { kind: 'hang-up', times: 4 },
      { kind: 'throttle', retryAfter: '1' },
      { kind: 'talkative' },
    ] as const),
  )
  for (let i = 1; i <= 30; i++) await ask(`R${i}`, { wait: false })
  desk.work({ lanes: 3 })
  await until(allClosed, 'all answered in spite of all')
  assert.ok((await desk.states()).every(({ outcome }) => outcome === 'confirmed'))
  const asked = new Set(desk.simulator.asked.filter((id) => !before.has(id)))
  assert.equal(asked.size, 30, 'thirty questions, however often each was tried')
})

test('two at the desk ask about one record at the same time: one question, both written down', async () => {
  someRecords(1)
  desk.simulator.fail({ kind: 'slow', ms: 250, times: 3 })
  const [a, b, c] = await Promise.all([
    ask('R1'),
    ask('R1', { asker: { facility: '99901', by: 'tk-2' } }),
    ask('R1'),
  ])
  const ids = new Set([a, b, c].map(({ verification }) => verification.verificationId))
  assert.equal(ids.size, 1)
  assert.equal((await desk.states()).length, 1)
  assert.equal((await desk.kinds()).filter((kind) => kind === 'answered').length, 1)
  assert.equal((await desk.announced()).length, 1)
})

test('a replaced number is told to who asked, once', async () => {
  desk.records.set('R1', aPersonToVerify({ citizenNumber: '079190999028' }))
  desk.simulator.register.replace('079190999028', '079090999028')
  assert.equal((await ask('R1')).newNumber, '079090999028')
  assert.equal((await ask('R1', { wait: false })).newNumber, null)
  desk.work()
  await until(allClosed, 'answered')
  assert.deepEqual([(await standing('R1')).doubt, (await standing('R1')).level], ['replaced', 'declared'])
})

test('cancelled while it waits: nobody is asked any more; over is over; another facility cannot', async () => {
  someRecords(2)
  const { verification } = await ask('R1', { wait: false })
  const { verificationId } = verification
  const before = desk.simulator.asked.length
  assert.ok(!(await cancelVerification(desk.deps(), verificationId, elsewhere)).ok)
  assert.ok(!(await cancelVerification(desk.deps(), 'khong-co', nurse)).ok)
  const done = await cancelVerification(desk.deps(), verificationId, nurse)
  assert.ok(done.ok && done.value.state === 'cancelled')
  const again = await cancelVerification(desk.deps(), verificationId, nurse)
  assert.ok(!again.ok && again.problem.code === 'VERIFICATION_ALREADY_OVER')
  desk.work()
  await until(async () => (await desk.jobs()) === 0, 'its job is thrown away')
  assert.equal(desk.simulator.asked.length, before)
})

test('cancelled while the question is on its way: the answer is thrown away', async () => {
  someRecords(1)
  desk.simulator.fail({ kind: 'slow', ms: 2_000 })
  const asking = ask('R1')
  await until(async () => (await desk.states()).length === 1, 'asked')
  const row = await desk.db.one<{ id: string }>(sql`select verification_id as id from identity.verification`)
  assert.ok((await cancelVerification(desk.deps(), row.id, nurse)).ok)
  const { verification, newNumber } = await asking
  assert.deepEqual([verification.state, verification.outcome, newNumber], ['cancelled', null, null])
  assert.deepEqual(await desk.announced(), [])
})

test('what no retry mends is given up: a refused question, a record without its number, an outage without end', async () => {
  someRecords(3)
  desk.simulator.fail({ kind: 'status', status: 422 })
  const refused = await ask('R1')
  assert.deepEqual([refused.verification.state, refused.verification.trouble], ['given-up', 'refused'])
  await ask('R2', { wait: false })
  desk.records.delete('R2')
  desk.work()
  await until(allClosed, 'let go')
  assert.deepEqual(
    (await desk.states()).map(({ state }) => state),
    ['given-up', 'given-up'],
  )
  await desk.empty()
  someRecords(1)
  desk.simulator.setAway(true)
  await ask('R1', { wait: false })
  desk.work({ giveUpMs: 200 })
  await until(allClosed, 'let go after its time')
  assert.deepEqual((await desk.kinds()).at(-1), 'given-up')
  desk.simulator.setAway(false)
  assert.equal((await ask('R1')).verification.outcome, 'confirmed', 'and may be asked again')
})

test('a record without a number or a name is not asked about, and without a gateway nobody waits', async () => {
  desk.records.set('R1', aPersonToVerify({ citizenNumber: '01234567' }))
  desk.records.set('R2', aPersonToVerify({ fullName: '  ' }))
  for (const recordId of ['R1', 'R2', 'R9']) {
    const asked = await askVerification(desk.deps(), {
      ...{ recordId, asker: nurse, reason: 'admission', wait: true },
    })
    assert.ok(!asked.ok && asked.problem.code === 'VERIFICATION_NOTHING_TO_ASK')
  }
  const none = await askVerification(
    { ...desk.deps(), port: null },
    { recordId: 'R1', asker: nurse, reason: 'admission', wait: true },
  )
  assert.ok(!none.ok && none.problem.code === 'VERIFICATION_NOT_CONFIGURED')
  assert.deepEqual(await desk.states(), [])
})

test('a process that stops calls its questions off and counts no try', async () => {
  someRecords(1)
  desk.simulator.fail({ kind: 'slow', ms: 5_000 })
  await ask('R1', { wait: false })
  const before = desk.simulator.asked.length
  const worker = desk.work({ queueMs: 10_000 })
  await until(async () => desk.simulator.asked.length > before, 'on its way')
  const started = Date.now()
  await worker.stop()
  assert.ok(Date.now() - started < 3_000)
  assert.deepEqual((await desk.states())[0], { recordId: 'R1', state: 'waiting', outcome: null, attempts: 0 })
  desk.work()
  await until(allClosed, 'asked at once by the next process')
})

test('a desk that dies while it asks has left its question to the queue', async () => {
  someRecords(1)
  const dies = async () => {
    throw new Error('killed')
  }
  const port = { ...desk.client, verify: dies }
  const rules = { ...desk.deps().rules, deskMs: 100 }
  const died = askVerification(
    { ...desk.deps(), port, rules },
    { recordId: 'R1', asker: nurse, reason: 'admission', wait: true },
  )
  await assert.rejects(died, /killed/)
  desk.work()
  await until(allClosed, 'answered by the queue')
  assert.deepEqual(await desk.kinds(), ['asked', 'answered'])
})

test('two who try the same question at once count one try and leave one job', async () => {
  someRecords(1)
  const { verification } = await ask('R1', { wait: false })
  desk.simulator.setAway(true)
  const tries = await Promise.all(
    [1, 2, 3].map(() => tryVerification(desk.deps(), verification, { deadlineMs: 300 })),
  )
  assert.deepEqual(tries.map(({ kind }) => kind).sort(), ['overtaken', 'overtaken', 'unanswered'])
  assert.equal((await desk.states())[0]!.attempts, 1)
  assert.equal(await desk.jobs(), 2, 'the next one, and the first, which is stale')
  desk.simulator.setAway(false)
  desk.work()
  await until(async () => (await desk.jobs()) === 0, 'both are gone')
  assert.deepEqual(await desk.kinds(), ['asked', 'put-off', 'answered'])
})

test('property: whatever the gateway does, the queue ends every question in an outcome or a reason, and leaves no job', async () => {
  const fault = fc.record({
    kind: fc.constantFrom(...faultKinds),
    status: fc.constantFrom(204, 302, 400, 401, 403, 500, 503),
    ms: fc.constantFrom(1, 900),
    retryAfter: fc.constantFrom('0', 'mai', ''),
    times: fc.integer({ min: 1, max: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 8 }), async (faults) => {
      await desk.empty()
      someRecords(4)
      desk.records.set('R3', aPersonToVerify({ citizenNumber: '079190999777' }))
      desk.records.set('R4', aPersonToVerify({ birthDate: '1989' }))
      desk.simulator.fail(...(faults as Fault[]))
      for (const recordId of ['R1', 'R2', 'R3', 'R4']) await ask(recordId, { wait: false })
      desk.work({ giveUpMs: 20_000 })
      await until(async () => (await allClosed()) && (await desk.jobs()) === 0, 'all over')
      const rows = await desk.states()
      assert.ok(rows.every(({ state, outcome }) => (state === 'answered') === (outcome !== null)))
      assert.equal((await desk.announced()).length, rows.filter(({ state }) => state === 'answered').length)
    }),
    { numRuns: 12 },
  )
})

test('what has been over for long enough is forgotten with its steps; what waits and what is young stays', async () => {
  someRecords(3)
  await ask('R1')
  await ask('R2')
  await ask('R3', { wait: false })
  await desk.db.run(
    sql`update identity.verification set closed_at = closed_at - interval '31 days' where record_id = 'R1'`,
  )
  assert.equal(await forgetVerifications(desk.deps()), 1)
  assert.deepEqual(
    (await desk.states()).map(({ recordId }) => recordId),
    ['R2', 'R3'],
  )
  assert.deepEqual((await desk.kinds()).sort(), ['answered', 'asked', 'asked'])
})

test('killed in the middle of the queue: nothing is lost, nothing is answered twice, each is one question', async () => {
  someRecords(12)
  for (let i = 1; i <= 12; i++) await ask(`R${i}`, { wait: false, reason: 'review' })
  const before = desk.simulator.asked.length
  // The fourth and fifth hang long enough to be killed in.
  desk.simulator.fail({ kind: 'none', times: 3 }, { kind: 'slow', ms: 8_000, times: 2 })
  const script = `
    import { systemClock } from '#foundation/clock'
    import { openDatabase } from '#foundation/db'
    import { createEvents } from '#foundation/events'
    import { silentLogger as log } from '#foundation/log'
    import { aClient, someRules } from ${JSON.stringify(join(import.meta.dirname, 'testing.ts'))}
    import { runVerifications } from ${JSON.stringify(join(import.meta.dirname, 'run-verifications.ts'))}
    const { connection, address, records, key } = JSON.parse(process.env.MACH_TEST_VERIFICATION)
    const db = openDatabase({ connection })
    const known = new Map(records)
    runVerifications({
      db, log, clock: systemClock, events: createEvents({ db, subscriptions: { 'identity.record-verified': ['listener'] } }),
      subjectOf: async (id) => known.get(id) ?? null, digestKey: Buffer.from(key, 'hex'),
      port: aClient(address, { timeoutMs: 10_000 }), rules: someRules({ lanes: 2 }) })`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: projectRoot(),
    env: {
      ...process.env,
      MACH_TEST_VERIFICATION: JSON.stringify({
        connection: desk.connection,
        address: desk.simulator.address,
        records: [...desk.records],
        key: digestKey.toString('hex'),
      }),
    },
    stdio: 'ignore',
  })
  const gone = once(child, 'exit')
  await until(async () => desk.simulator.asked.length - before >= 5, 'two are on their way')
  child.kill('SIGKILL')
  await gone
  const left = (await desk.states()).filter(({ state }) => state === 'waiting').length
  assert.equal(left, 9, 'three were answered')
  desk.work()
  await until(allClosed, 'asked by another process')
  assert.ok((await desk.states()).every(({ outcome }) => outcome === 'confirmed'))
  assert.equal((await desk.kinds()).filter((kind) => kind === 'answered').length, 12)
  assert.equal((await desk.announced()).length, 12)
  assert.equal(new Set(desk.simulator.asked.slice(before)).size, 12)
  await until(async () => (await desk.jobs()) === 0, 'no job is left behind')
})
