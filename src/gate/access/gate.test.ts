import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fail, type Result } from '#foundation/result'
import { loopbackActor, openFhirGate, openGate, type Reading } from '#gate/access'

/** Whatever is asked of it, it was asked too much. */
const nobodyMayAsk = new Proxy((() => assert.fail('it was asked')) as never, {
  get: (_, name) => () => {
    throw new Error(`${String(name)} was asked`)
  },
})

test('only this very machine is somebody', () => {
  for (const address of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])
    assert.ok(loopbackActor(address), address)
  for (const address of [
    undefined,
    '',
    '10.0.0.1',
    '192.168.1.5',
    '::ffff:10.0.0.1',
    '::',
    'fe80::1',
    '1127.0.0.1',
    '12.7.0.1',
    'evil.localhost',
  ])
    assert.equal(loopbackActor(address), null, String(address))
})

test('nobody gets nothing, and the record is not even looked at', async () => {
  const gate = openGate({ persons: nobodyMayAsk, store: nobodyMayAsk, note: nobodyMayAsk })
  const id = '01980000-0000-8000-8000-000000000000'
  const asked = await Promise.all([
    gate.findPersons(null, 'treatment', 'Nguyễn', 10),
    gate.readPerson(null, 'emergency', id),
    gate.readRecord(null, 'treatment', [id], null, 10),
    gate.readShared(null, 'treatment', [{ type: 'Organization', id }]),
    gate.explainPerson(null, 'treatment', id),
    gate.personsUnderLabel(null, 'management', [id]),
  ])
  refused(asked)
  assert.equal(asked.length, Object.keys(gate).length, 'every door of the gate was tried')
})

test('nobody reads, searches or writes through the FHIR gate either', async () => {
  const gate = openFhirGate(nobodyMayAsk)
  const query = {} as never
  const asked = await Promise.all([
    gate.read(null, 'treatment', 'Patient', 'a'),
    gate.readVersion(null, 'treatment', 'Patient', 'a', 1),
    gate.readMany(null, 'treatment', [{ type: 'Patient', id: 'a' }]),
    gate.history(null, 'emergency', { count: 1 }),
    gate.search(null, 'research', query, { count: 1 }),
    gate.count(null, 'research', query),
    gate.write(null, 'treatment', [], { at: new Date(0), origin: 'test' }),
    gate.everything(null, 'self', 'a', { count: 1 }),
    gate.feed(null, 'management', null, 1),
    gate.export(null, 'research', { type: 'Patient' }, async () => {}),
  ])
  refused(asked)
  assert.equal(asked.length, Object.keys(gate).length, 'every door of the gate was tried')
})

function refused(asked: readonly Result<unknown>[]) {
  for (const answer of asked) {
    assert.ok(!answer.ok)
    assert.deepEqual([answer.problem.code, answer.problem.kind], ['GATE_LOOPBACK_ONLY', 'forbidden'])
    assert.match(answer.problem.message, /trên chính máy này/)
  }
}

test('a person whose reading cannot be noted is not shown, nor why', async () => {
  const away = { code: 'READINGS_NOT_KEPT', kind: 'unavailable', message: 'Chưa thể cho xem.' } as const
  const patients = [{ patientId: 'a', facilityCode: '99901', localId: 'BN1', joinedBy: 'computed' }] as const
  const persons = {
    ...{ read: async () => ({ personId: 'p' }), patientsOf: async () => patients },
    ...{ reviewsOf: async () => [], identifiersOf: async () => [] },
  } as never
  const noted: Reading[] = []
  const gate = openGate({
    ...{ persons, store: nobodyMayAsk },
    note: async (readings) => {
      noted.push(...readings)
      return fail(away)
    },
  })
  const actor = loopbackActor('127.0.0.1', { name: 'Bs. Mẫu', door: 'screen', facility: '99901' })
  for (const told of [
    await gate.readPerson(actor, 'treatment', 'p'),
    await gate.explainPerson(actor, 'management', 'p'),
  ])
    assert.equal(told.ok ? 'ok' : told.problem.code, away.code)
  assert.deepEqual(
    noted.map(({ asked, purpose, door, facility, patientIds }) => [
      asked,
      purpose,
      door,
      facility,
      ...patientIds,
    ]),
    [
      ['record', 'treatment', 'screen', '99901', 'a'],
      ['why-one', 'management', 'screen', '99901', 'a'],
    ],
  )
})

test('what is labelled as HIV or restricted is not on a person’s pages; everything else is', async () => {
  const resource = (id: string, meta: string) => ({
    ...{ type: 'Condition', id, version: 1, deleted: false, lastUpdated: new Date(0), patientId: id },
    json: `{"resourceType":"Condition","note":[{"text":",\\"meta\\":{ \\"security\\" trong lời"}],"id":"${id}","meta":${meta}}`,
  })
  const label = (code: string) => `{"versionId":"1","security":[{"system":"x","code":"${code}"}]}`
  const stored = [
    resource('thường', '{"versionId":"1"}'),
    resource('hạn-chế', label('R')),
    resource('hiv', label('HIV')),
    resource('nhãn-khác', label('N')),
  ]
  const store = { ofPatients: async () => stored } as never
  const gate = openGate({ persons: nobodyMayAsk, store, note: nobodyMayAsk })
  const read = await gate.readRecord(loopbackActor('127.0.0.1'), 'treatment', ['p'], null, 10)
  assert.deepEqual(read.ok && read.value.map(({ id }) => id), ['thường', 'nhãn-khác'])
})
