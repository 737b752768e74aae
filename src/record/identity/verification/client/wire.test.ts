import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aPersonToVerify } from '../testing.ts'
import { outcomes, verifiedFields } from '../verification.types.ts'
import { createCircuit } from './circuit.ts'
import { createRateLimit } from './rate-limit.ts'
import { readAnswer, readRetryAfter, readToken, writeQuestion } from './wire.ts'

const person = aPersonToVerify()
const read = (body: unknown, of = person) => readAnswer(JSON.stringify(body), of, 'q1')
const all = [...verifiedFields]

test('what a record does not know is not asked', () => {
  const written = writeQuestion(aPersonToVerify({ birthDate: null, sex: null }), 'q1')
  assert.deepEqual(Object.keys(JSON.parse(written)), ['requestId', 'citizenNumber', 'fullName'])
})

test('the four answers are read', () => {
  const reference = 'GIALAP0000002a'
  assert.deepEqual(read({ requestId: 'q1', reference, result: 'confirmed', compared: all }), {
    ok: true,
    value: { outcome: 'confirmed', compared: all, reference },
  })
  const differs = read({ requestId: 'q1', result: 'differs', compared: all, differs: ['sex', 'fullName'] })
  assert.deepEqual(differs, {
    ok: true,
    value: { outcome: 'differs', compared: all, fields: ['fullName', 'sex'], reference: null },
  })
  assert.ok(read({ requestId: 'q1', result: 'not-found' }).ok)
  const replaced = read({ requestId: 'q1', result: 'replaced', newNumber: '079090999001' })
  assert.ok(
    replaced.ok && replaced.value.outcome === 'replaced' && replaced.value.newNumber === '079090999001',
  )
})

test('half, contradictory and foreign answers are no answers', () => {
  const bad: unknown[] = [
    ...[null, [], 'có', 1, {}],
    { requestId: 'q2', result: 'confirmed', compared: all },
    { requestId: 'q1' },
    { requestId: 'q1', result: 'yes', compared: all },
    { requestId: 'q1', result: 'differs', compared: all },
    { requestId: 'q1', result: 'differs', compared: ['citizenNumber'], differs: ['fullName'] },
    { requestId: 'q1', result: 'differs', compared: all, differs: ['citizenNumber'] },
    { requestId: 'q1', result: 'confirmed', compared: all, differs: ['sex'] },
    { requestId: 'q1', result: 'confirmed', compared: ['fullName'] },
    { requestId: 'q1', result: 'confirmed', compared: [...all, 'address'] },
    { requestId: 'q1', result: 'confirmed', compared: all, newNumber: '079090999001' },
    { requestId: 'q1', result: 'replaced', newNumber: person.citizenNumber },
    { requestId: 'q1', result: 'replaced', newNumber: '79090999001' },
  ]
  for (const body of bad) assert.ok(!read(body).ok, JSON.stringify(body))
  assert.ok(!readAnswer('{"requestId":"q1","resu', person, 'q1').ok)
  // Of a field that was not asked nothing can have been compared.
  assert.ok(!read({ requestId: 'q1', result: 'confirmed', compared: all }, aPersonToVerify({ sex: null })).ok)
})

test('a reference that could be read as a person is not kept', () => {
  const kept = (reference: unknown) => {
    const answer = read({ requestId: 'q1', result: 'confirmed', compared: all, reference })
    return answer.ok ? answer.value.reference : 'bad'
  }
  for (const good of ['GIALAP00000001', '0198c2a3-4b5c-8abc-b400-000000000000', '2026112108150042'])
    assert.equal(kept(good), good)
  const bad = [
    '079190999001',
    'AB-0791-9099-9001',
    '19900315ff',
    'NGUYEN THI THU',
    'NGUYENTHITHU',
    '',
    7,
    {},
    null,
  ]
  for (const reference of bad) assert.equal(kept(reference), null, String(reference))
})

test('property: whatever a gateway sends, reading it ends in one of the outcomes and brings nothing else along', () => {
  const field = fc.constantFrom(...verifiedFields, 'address', '__proto__')
  const nearly = fc.record(
    {
      requestId: fc.constantFrom('q1', 'q2', ''),
      result: fc.oneof(fc.constantFrom(...outcomes, 'yes'), fc.anything()),
      reference: fc.oneof(fc.string(), fc.constant('GIALAP000001'), fc.anything()),
      compared: fc.oneof(fc.array(field, { maxLength: 9 }), fc.anything()),
      differs: fc.oneof(fc.array(field, { maxLength: 9 }), fc.anything()),
      newNumber: fc.oneof(fc.constantFrom('079090999001', '', null), fc.anything()),
      fullName: fc.string(),
    },
    { requiredKeys: [] },
  )
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    nearly.map((body) => {
      try {
        return JSON.stringify(body) ?? ''
      } catch {
        return ''
      }
    }),
  )
  const known = new Set(['outcome', 'compared', 'fields', 'reference', 'newNumber'])
  fc.assert(
    fc.property(text, (sent) => {
      const answer = readAnswer(sent, person, 'q1')
      if (!answer.ok) return assert.equal(answer.problem, 'bad-answer')
      assert.ok(outcomes.includes(answer.value.outcome))
      assert.ok(Object.keys(answer.value).every((key) => known.has(key)))
      readToken(sent)
      readRetryAfter(sent, 0)
    }),
    { numRuns: 5_000 },
  )
})

test('patience is seconds or a date, nonsense is none, and nobody puts us to sleep for more than an hour', () => {
  const now = Date.parse('2026-11-21T01:00:00Z')
  assert.equal(readRetryAfter('7', now), 7_000)
  assert.equal(readRetryAfter('Sat, 21 Nov 2026 01:00:30 GMT', now), 30_000)
  assert.equal(readRetryAfter('Sat, 21 Nov 2020 01:00:30 GMT', now), 0)
  assert.equal(readRetryAfter('999999999', now), 3_600_000)
  for (const text of ['mai', '', '-1x']) assert.ok([null, 0].includes(readRetryAfter(text, now)), text)
  assert.equal(readRetryAfter(null, now), null)
})

test('a token that cannot stand in a header is none', () => {
  assert.deepEqual(readToken('{"access_token":"abc","expires_in":60}'), { token: 'abc', seconds: 60 })
  assert.deepEqual(readToken('{"access_token":"abc","expires_in":"mai"}'), { token: 'abc', seconds: 300 })
  assert.equal(readToken('{"access_token":"a\\r\\nx: y"}'), null)
  assert.deepEqual(readToken('{"access_token":"abc"}'), { token: 'abc', seconds: 300 })
  assert.equal(readToken('{}'), null)
})

test('the circuit opens after some troubles, lets one through after a while, and his luck decides for all', () => {
  let now = 0
  const circuit = createCircuit({ threshold: 3, coolMs: 100, longestMs: 300 }, () => now)
  for (let i = 0; i < 3; i++) {
    assert.ok(circuit.enter())
    circuit.bad()
  }
  assert.ok(!circuit.enter())
  assert.equal(circuit.openUntil(), 100)
  now = 100
  assert.ok(circuit.enter(), 'the probe')
  assert.ok(!circuit.enter(), 'one alone')
  circuit.bad()
  assert.equal(circuit.openUntil(), 300, 'twice as long')
  now = 300
  assert.ok(circuit.enter())
  circuit.neither()
  assert.ok(circuit.enter(), 'a probe that learnt nothing makes room for another')
  circuit.good()
  assert.equal(circuit.openUntil(), 0)
  assert.ok(circuit.enter() && circuit.enter())
})

test('turns are even, and a turn that would come too late is not used up', () => {
  let now = 10_000
  const turn = createRateLimit(10, () => now)
  assert.deepEqual([turn(500), turn(500), turn(500)], [0, 100, 200])
  assert.equal(turn(50), null)
  assert.equal(turn(300), 300)
  now += 5_000
  assert.deepEqual([turn(0), turn(0)], [0, null], 'nobody saves turns up')
})
