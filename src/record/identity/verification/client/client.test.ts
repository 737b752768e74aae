import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { aTempDir } from '#foundation/testkit'
import { type Fault, faultKinds } from '../simulator/fault.types.ts'
import { openRegister } from '../simulator/register.ts'
import type { PopulationSimulator } from '../simulator/simulator.ts'
import { troublePeople, usualShares } from '../simulator/trouble-people.ts'
import { aClient, aPersonToVerify, aSimulator, somePeople } from '../testing.ts'
import { outcomes, type PersonToVerify, troubles } from '../verification.types.ts'
import type { PopulationClientOptions } from './open-population-client.ts'

let simulator: PopulationSimulator
const open: { close(): void }[] = []
before(async () => {
  simulator = await aSimulator()
})
afterEach(() => {
  for (const client of open.splice(0)) client.close()
  simulator.heal()
  simulator.setAway(false)
})
after(() => simulator.stop())

const client = (options: Partial<PopulationClientOptions> = {}, address = simulator.address) => {
  const made = aClient(address, options)
  open.push(made)
  return made
}
let questions = 0
const asking = (deadlineMs = 3_000) => ({
  requestId: `00000000-0000-8000-8000-${String(++questions).padStart(12, '0')}`,
  deadlineMs,
})
const one = aPersonToVerify()

test('the four outcomes, as the database knows them', async () => {
  const verify = async (says: Partial<PersonToVerify>) => {
    const answer = await client().verify(aPersonToVerify(says), asking())
    assert.ok(answer.ok, JSON.stringify(answer))
    return answer.value
  }
  const confirmed = await verify({})
  assert.equal(confirmed.outcome, 'confirmed')
  assert.match(confirmed.reference!, /^GIALAP/)
  assert.deepEqual((await verify({ birthDate: '1990' })).outcome, 'confirmed', 'a year of the same year')
  const differs = await verify({ fullName: 'NGUYỄN THỊ THỨ', birthDate: '1990-03-16' })
  assert.ok(differs.outcome === 'differs')
  assert.deepEqual(differs.fields, ['fullName', 'birthDate'])
  assert.equal((await verify({ citizenNumber: '079190999999' })).outcome, 'not-found')
  simulator.register.replace('079190999020', '079090999020', { sex: 'male' })
  const replaced = await verify({ citizenNumber: '079190999020' })
  assert.ok(replaced.outcome === 'replaced' && replaced.newNumber === '079090999020')
  simulator.register.replace('079190999021', '079090999021', {}, false)
  const untold = await verify({ citizenNumber: '079190999021' })
  assert.ok(untold.outcome === 'replaced' && untold.newNumber === null)
})

test('the database may know a year only, a shortened name or another sex', async () => {
  const verify = async (number: string, says: Partial<PersonToVerify>) => {
    const answer = await client().verify(aPersonToVerify({ citizenNumber: number, ...says }), asking())
    return answer.ok && answer.value.outcome === 'differs' ? answer.value.fields : answer
  }
  simulator.register.correct('079190999022', { birthDate: '1990', fullName: 'Trần Mẫu' })
  simulator.register.correct('079190999023', { sex: 'male', fullName: 'Trần Thị Mẫu' })
  assert.deepEqual(await verify('079190999022', { fullName: 'TRẦN THỊ MẪU' }), ['fullName'])
  assert.deepEqual(await verify('079190999023', { fullName: 'TRẦN THỊ MẪU' }), ['sex'])
})

const mended: readonly (readonly [string, readonly Fault[]])[] = [
  [
    'a gateway in trouble twice',
    [
      { kind: 'status', status: 503 },
      { kind: 'status', status: 500 },
    ],
  ],
  ['two lost connections', [{ kind: 'hang-up', times: 2 }]],
  ['an answer that got lost', [{ kind: 'answered-then-hang-up', times: 2 }]],
  ['half of the bytes', [{ kind: 'cut' }]],
  ['a proxy’s page', [{ kind: 'garbage' }]],
  ['an answer without end', [{ kind: 'endless' }]],
  ['an answer to somebody else', [{ kind: 'other-question' }]],
  ['a redirect', [{ kind: 'redirect' }]],
  ['an answer that comes too late', [{ kind: 'slow', ms: 1_200 }]],
  ['a token that ended early', [{ kind: 'expire-tokens' }]],
  ['an immediate “come back”', [{ kind: 'throttle', retryAfter: '0' }]],
]
for (const [what, faults] of mended)
  test(`${what} is asked again within the same call, under the same id`, async () => {
    simulator.fail(...faults)
    const before = simulator.asked.length
    const question = asking()
    const answer = await client().verify(one, question)
    assert.ok(answer.ok && answer.value.outcome === 'confirmed', JSON.stringify(answer))
    assert.deepEqual([...new Set(simulator.asked.slice(before))], [question.requestId])
    // However often it was tried, it was one question to the gateway, with one reference.
    assert.equal(simulator.decided.get(question.requestId), answer.value.reference)
  })

const lasting: readonly (readonly [string, Fault, string])[] = [
  ['errors of its own', { kind: 'status', status: 502 }, 'gateway-error'],
  ['no permission', { kind: 'status', status: 403 }, 'sign-in'],
  ['a refused question', { kind: 'status', status: 422 }, 'refused'],
  ['a wrong address', { kind: 'status', status: 404 }, 'gateway-error'],
  ['lost connections', { kind: 'hang-up' }, 'network'],
  ['garbage', { kind: 'garbage' }, 'bad-answer'],
  ['answers without end', { kind: 'endless' }, 'bad-answer'],
  ['answers that come too late', { kind: 'slow', ms: 1_200 }, 'timeout'],
  ['“come back tomorrow”', { kind: 'throttle', retryAfter: '86400' }, 'throttled'],
]
for (const [what, fault, trouble] of lasting)
  test(`${what} to the end: unavailable, and why`, async () => {
    simulator.fail({ ...fault, times: 10 })
    const started = Date.now()
    const answer = await client().verify(one, asking(1_500))
    assert.ok(!answer.ok)
    assert.equal(answer.problem.trouble, trouble)
    assert.equal(answer.problem.kind, 'unavailable')
    assert.ok(!/\d{9}|NGUY/.test(JSON.stringify(answer)), 'says nothing of the person')
    assert.ok(Date.now() - started < 4_000, 'within its time')
  })

test('a gateway that is down: the whole call ends at its deadline, whatever the retries had in mind', async () => {
  simulator.fail({ kind: 'slow', ms: 5_000, times: 10 })
  const started = Date.now()
  const answer = await client({ timeoutMs: 10_000 }).verify(one, asking(300))
  assert.ok(!answer.ok && answer.problem.trouble === 'timeout')
  assert.ok(Date.now() - started < 2_500)
  assert.ok(!(await client({}, 'http://127.0.0.1:9').verify(one, asking(300))).ok)
})

test('a half answer is worth what it says: confirmed without the fields that were compared confirms the number alone', async () => {
  simulator.fail({ kind: 'half-answer' }, { kind: 'compares-less' })
  const half = await client().verify(one, asking())
  assert.ok(half.ok)
  assert.deepEqual(half.value, { outcome: 'confirmed', compared: ['citizenNumber'], reference: null })
  const less = await client().verify(one, asking())
  assert.ok(less.ok)
  assert.deepEqual(less.value.compared, ['citizenNumber', 'fullName'])
})

test('a talkative gateway is not listened to', async () => {
  simulator.fail({ kind: 'talkative' })
  const answer = await client().verify(one, asking())
  assert.ok(answer.ok)
  assert.deepEqual(Object.keys(answer.value).sort(), ['compared', 'outcome', 'reference'])
  assert.equal(answer.value.reference, null, 'the number as a reference is none')
})

test('one token serves all, and a wrong secret is said as such and not hammered', async () => {
  const before = simulator.tokens()
  const mine = client()
  await Promise.all(Array.from({ length: 8 }, () => mine.verify(one, asking())))
  assert.equal(simulator.tokens() - before, 1)
  const wrong = client({
    credentials: { clientId: 'mach', clientSecret: 'sai' },
    circuit: { threshold: 2, coolMs: 10_000, longestMs: 10_000 },
  })
  const said: string[] = []
  for (let i = 0; i < 4; i++) {
    const answer = await wrong.verify(one, asking())
    said.push(answer.ok ? 'ok' : answer.problem.trouble)
  }
  assert.deepEqual(said, ['sign-in', 'sign-in', 'circuit-open', 'circuit-open'])
})

test('a gateway that is down is left alone for a while, and found again when it is back', async () => {
  const mine = client({ tries: 1, circuit: { threshold: 3, coolMs: 1_000, longestMs: 4_000 } })
  simulator.setAway(true)
  const said: string[] = []
  for (let i = 0; i < 6; i++) {
    const answer = await mine.verify(one, asking())
    said.push(answer.ok ? 'ok' : answer.problem.trouble)
  }
  assert.deepEqual(said, ['network', 'network', 'network', 'circuit-open', 'circuit-open', 'circuit-open'])
  assert.ok(mine.pausedUntil() > Date.now())
  simulator.setAway(false)
  await sleep(Math.max(0, mine.pausedUntil() - Date.now()) + 10)
  assert.ok((await mine.verify(one, asking())).ok)
  assert.equal(mine.pausedUntil(), 0)
})

test('after “come back in three seconds” nobody asks for three seconds', async () => {
  const mine = client()
  simulator.fail({ kind: 'throttle', retryAfter: '3' })
  const first = await mine.verify(one, asking(1_000))
  assert.ok(!first.ok && first.problem.trouble === 'throttled')
  const before = simulator.asked.length
  const second = await mine.verify(one, asking(1_000))
  assert.ok(!second.ok && second.problem.trouble === 'throttled')
  assert.equal(simulator.asked.length, before)
  const patient = await mine.verify(one, asking(10_000))
  assert.ok(patient.ok, 'who has time waits for it')
})

test('we keep to our rate: who cannot have a turn in time is told so at once, and the gateway never says 429', async (t) => {
  // A process that is held up for half a second asks in one second what was meant for one and a half.
  const strict = await aSimulator({ perSecond: 20 })
  t.after(() => strict.stop())
  const mine = client({ perSecond: 10 }, strict.address)
  const answers = await Promise.all(Array.from({ length: 30 }, () => mine.verify(one, asking(500))))
  const said = answers.map((answer) => (answer.ok ? 'ok' : answer.problem.trouble))
  assert.equal(strict.asked.length, said.filter((each) => each === 'ok').length)
  assert.ok(said.includes('busy') && !said.includes('throttled'), said.join())
})

test('a client certificate is shown, and a gateway of another authority is not believed', async (t) => {
  if (spawnSync('openssl', ['version']).status !== 0) return t.skip('no openssl here')
  const folder = aTempDir('mach-population-tls')
  const made = (name: string) => {
    const [cert, key] = [join(folder.path, `${name}.pem`), join(folder.path, `${name}.key`)]
    const how = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -addext'.split(' ')
    const what = ['subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert, '-subj', `/CN=${name}`]
    execFileSync('openssl', [...how, ...what], { stdio: 'ignore' })
    return { cert: readFileSync(cert), key: readFileSync(key) }
  }
  const [gateway, us, stranger] = [made('gateway'), made('mach'), made('stranger')]
  const strict = await aSimulator({ clients: undefined, tls: { ...gateway, ca: us.cert } })
  t.after(async () => {
    await strict.stop()
    folder.remove()
  })
  const mutual = (tls: object) =>
    client({ credentials: null, tls, tries: 1 }, strict.address).verify(one, asking())
  assert.ok((await mutual({ ...us, ca: gateway.cert })).ok)
  const without = await mutual({ ca: gateway.cert })
  assert.ok(!without.ok && without.problem.trouble === 'network')
  const wrong = await mutual({ ...stranger, ca: gateway.cert })
  assert.ok(!wrong.ok && wrong.problem.trouble === 'network')
  const unknown = await mutual(us)
  assert.ok(!unknown.ok && unknown.problem.trouble === 'network')
})

test('property: whatever the gateway does, in whatever order, a question ends in an outcome or a reason, in time', async () => {
  const fault = fc.record({
    kind: fc.constantFrom(...faultKinds),
    status: fc.constantFrom(200, 204, 302, 400, 401, 403, 404, 409, 418, 429, 500, 503),
    ms: fc.constantFrom(1, 60),
    retryAfter: fc.constantFrom('0', '1', 'mai', '99999999999999999999', ''),
    times: fc.integer({ min: 1, max: 3 }),
  })
  const person = fc.record({
    citizenNumber: fc.constantFrom('079190999001', '079190999002', '079190999020', '079190999999'),
    fullName: fc.oneof(fc.constant('NGUYỄN THỊ THỬ'), fc.string({ minLength: 1, maxLength: 60 })),
    birthDate: fc.constantFrom('1990', '1990-03', '1990-03-15', '1800-01-01', null),
    sex: fc.constantFrom('male' as const, 'female' as const, null),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 4 }), person, async (faults, who) => {
      simulator.heal()
      simulator.fail(...(faults as Fault[]))
      const started = Date.now()
      const answer = await client({ timeoutMs: 50, retryMs: 1 }).verify(who, asking(200))
      assert.ok(Date.now() - started < 2_500)
      if (answer.ok) assert.ok(outcomes.includes(answer.value.outcome))
      else assert.ok(troubles.includes(answer.problem.trouble))
    }),
    { numRuns: 60 },
  )
})

test('the people of a simulated province have a past: the same for the same seed, about as many as asked', () => {
  const people = Array.from({ length: 20_000 }, (_, index) => ({
    ...somePeople(1)[0]!,
    citizenNumber: `0791909${String(index).padStart(5, '0')}`,
  }))
  const outcomesOf = (seed: number) => {
    const register = openRegister(people)
    troublePeople(register, people, { seed })
    return people.map((person) => register.answer(person).result)
  }
  const first = outcomesOf(1)
  assert.deepEqual(outcomesOf(1), first)
  assert.notDeepEqual(outcomesOf(2), first)
  const share = (result: string) => first.filter((each) => each === result).length / people.length
  assert.ok(Math.abs(share('replaced') - usualShares.replaced - usualShares.correctedSex) < 0.002)
  assert.ok(Math.abs(share('differs') - usualShares.shortenedName) < 0.003)
})
