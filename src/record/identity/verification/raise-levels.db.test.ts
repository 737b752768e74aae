/** What was proved of a record reaches the index: later if nobody was there to see to it, and only for as long as it is proved. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '#foundation/db'
import { createEvents, eventsMigrations } from '#foundation/events'
import { silentLogger } from '#foundation/log'
import { aPerson, aRegister, type Register } from '../testing.ts'
import { askVerification } from './ask-verification.ts'
import type { AskingDeps } from './deps.types.ts'
import { noteDocument } from './note-document.ts'
import { startRaisingLevels } from './raise-levels.ts'
import { subjectOfRecord } from './subject-of-record.ts'
import { digestKey, someRules } from './testing.ts'
import { levelQueue, verificationSubscriptions } from './verification.events.ts'
import type { Answer } from './verification.types.ts'

let register: Register
let deps: AskingDeps
let answer: Answer
before(async () => {
  register = await aRegister()
  const { db, clock } = register
  assert.ok((await migrate(db, [eventsMigrations], silentLogger)).ok)
  deps = {
    ...{ db, clock, digestKey, log: silentLogger, rules: someRules() },
    events: createEvents({ db, clock, subscriptions: verificationSubscriptions }),
    subjectOf: subjectOfRecord(db),
    port: { verify: async () => ({ ok: true, value: answer }), pausedUntil: () => 0 },
  }
})
after(() => register.close())

const says = (outcome: 'confirmed' | 'not-found'): Answer => ({
  outcome,
  reference: null,
  compared: ['citizenNumber', 'fullName', 'birthDate'],
})
const nurse = (facility = '99901') => ({ facility, by: 'tk-1' })
const ask = (recordId: string, facility?: string) =>
  askVerification(deps, { recordId, asker: nurse(facility), reason: 'admission', wait: true, anew: true })

async function levelOf(personId: string) {
  const numbers = await register.reader.identifiersOf(personId)
  return numbers.find(({ kind }) => kind === 'citizen-id')!.level
}

/** Somebody works on the queue until nothing of it is due. */
async function work() {
  const events = createEvents({ db: register.db, clock: register.clock })
  const worker = startRaisingLevels({ ...deps, events, underLinks: register.index.under })
  for (let n = 0; n < 500 && (await events.queueDepth(register.db, levelQueue)).ready > 0; n += 1)
    await sleep(10)
  await worker.stop()
  const { ready, dead } = await events.queueDepth(register.db, levelQueue)
  assert.deepEqual([ready, dead], [0, 0])
}

test('an answer that came while nobody worked on levels counts when somebody does, and ends with its proof', async () => {
  const [met] = await register.meet(aPerson())
  const { patientId, personId } = met!
  answer = says('confirmed')
  assert.ok((await ask(patientId)).ok)
  assert.equal(await levelOf(personId), 1)
  await work()
  assert.equal(await levelOf(personId), 4)
  await register.meet(aPerson({ seenAt: '2026-09-01T01:00:00.000Z', address: 'Phường Mẫu' }))
  assert.equal(await levelOf(personId), 4, 'a message takes nothing back')
  register.clock.advance(deps.rules.evidenceMs + 1_000)
  await work()
  assert.equal(await levelOf(personId), 1)
})

test('a denial leaves what was held in the hand, and no more', async () => {
  const [met] = await register.meet(
    aPerson({ localId: 'BN7', citizenId: '990190000077', insuranceNumbers: [] }),
  )
  const { patientId, personId } = met!
  answer = says('confirmed')
  await ask(patientId)
  const seen = { recordId: patientId, asker: nurse(), reason: 'admission', method: 'chip' } as const
  assert.ok((await noteDocument(deps, seen)).ok)
  await work()
  assert.equal(await levelOf(personId), 4)
  register.clock.advance(1_000)
  answer = says('not-found')
  await ask(patientId)
  await work()
  assert.equal(
    await levelOf(personId),
    2,
    'a chip was read, and the database knows no such number: it forbids nothing',
  )
})

test('what another facility asked, and what is said of nobody, changes nothing', async () => {
  const [met, without] = await register.meet(
    aPerson({ localId: 'BN8', citizenId: '990190000088', insuranceNumbers: [] }),
    aPerson({ localId: 'BN9', citizenId: null, insuranceNumbers: [], fullName: 'LÊ THỊ KHÁC' }),
  )
  answer = says('confirmed')
  assert.ok((await ask(met!.patientId, '99909')).ok)
  await work()
  assert.equal(await levelOf(met!.personId), 1)
  for (const recordId of [without!.patientId, 'R1', '01a20068-0000-8000-8000-000000000000', "'"]) {
    const asked = await ask(recordId)
    assert.equal(asked.ok ? 'asked' : asked.problem.code, 'VERIFICATION_NOTHING_TO_ASK')
  }
})
