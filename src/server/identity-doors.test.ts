/** The identity index asked through its doors: what a facility is told, and what it is not. The index is a list in memory. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Patient } from 'fhir/r4'
import { connectMllp } from '#doors/mllp'
import { fixedClock } from '#foundation/clock'
import { type Gate, loopbackActor, openGate } from '#gate/access'
import { type AccessLine, openIdentityGate } from '#gate/identity'
import { identifierSystems } from '#vocabulary/fhir'
import { parseHl7, segmentNamed } from '#vocabulary/hl7v2'
import { aDoor, fakeIntake } from '../doors/mllp/testing.ts'
import { ledgerInMemory } from '../gate/readings/testing.ts'
import { listedAnswers } from '../vocabulary/demographics/answers/testing.ts'
import { askIdentity } from './ask-identity.ts'

const name = { fullName: 'NGUYỄN THỊ THỬ', birthDate: '19900315' }
const bn = (facility: string, value: string) => ({ system: identifierSystems.mrn(facility), value })
const people = [
  {
    personId: 'thu',
    records: [
      { patientId: 'a', numbers: [bn('99901', 'BN1')], words: name },
      { patientId: 'b', numbers: [bn('99902', 'X1')], words: name },
    ],
  },
  {
    personId: 'like',
    records: [
      { patientId: 'c', numbers: [bn('99901', 'BN2')], words: { ...name, birthDate: '1961' } },
      { patientId: 'd', numbers: [bn('99902', 'X2')], words: { ...name, birthDate: '1961' } },
    ],
  },
]
const patientOf = (id: string, facility: string, number: string): Patient => ({
  resourceType: 'Patient',
  id,
  identifier: [bn(facility, number)],
  name: [{ text: 'Nguyễn Thị Thử' }],
  address: [{ text: `Nhà của ${id}` }],
})
const stored = [
  patientOf('a', '99901', 'BN1'),
  patientOf('b', '99902', 'X1'),
  patientOf('c', '99901', 'BN2'),
  patientOf('d', '99902', 'X2'),
]
/** As the store keeps them, `meta` last; those named are under the label "restricted". */
const storedUnder = (labelled: readonly string[]) =>
  stored.map((patient) => ({
    ...{ type: 'Patient', id: patient.id!, version: 1, deleted: false, lastUpdated: new Date(0) },
    ...{ patientId: patient.id! },
    json: JSON.stringify({
      ...patient,
      meta: { versionId: '1', ...(labelled.includes(patient.id!) ? { security: [{ code: 'R' }] } : {}) },
    }),
  }))

async function aServer(t: TestContext, facility: string, labelled: readonly string[] = []) {
  const lines: AccessLine[] = []
  const { note: noteReadings } = ledgerInMemory()
  const clock = fixedClock('2026-08-01T08:00:00+07:00')
  const answers = listedAnswers(people)
  const identity = openIdentityGate({
    ...{ answers, clock, noteReadings },
    note: (line) => lines.push(line),
  })
  const store = {
    ofPatients: async (ids: readonly string[]) => storedUnder(labelled).filter(({ id }) => ids.includes(id)),
  }
  const gate: Gate = openGate({ persons: {} as never, store: store as never, note: noteReadings })
  const ask = askIdentity(identity, gate, loopbackActor('127.0.0.1')!)
  const senders = new Map([['127.0.0.1', [facility]]])
  const door = await aDoor({ keep: fakeIntake().keep, ask, senders, clock })
  t.after(() => door.close())
  const client = await connectMllp({ port: door.port! })
  t.after(() => client.close())
  const say = async (trigger: string, qpd: string) => {
    const text = [
      `MSH|^~\\&|HIS|${facility}|MACH|SYT|20260801||QBP^${trigger}^QBP_Q21|Q1|P|2.5`,
      `QPD|${qpd}`,
      'RCP|I',
    ]
    const answer = (await client.send(Buffer.from(text.join('\r')))).toString()
    const parsed = parseHl7(answer)
    assert.ok(parsed.ok)
    return {
      answer,
      status: segmentNamed(parsed.value, 'QAK')!.get(2),
      code: segmentNamed(parsed.value, 'ERR')?.get(5),
      first: parsed.value.segments.filter((each) => each.name === 'PID').map((pid) => pid.get(3)),
    }
  }
  return { say, lines, answers }
}
const find = (words: string) => `IHE PDQ Query|t|${words}`
const thu = '@PID.5.1^NGUYỄN THỊ THỬ~@PID.7^19900315'

test('of a possible match a facility reads its own record, and of another’s only that there is one', async (t) => {
  const { say, lines } = await aServer(t, '99901')
  const { answer, first } = await say('Q22', find(thu))
  assert.deepEqual(first, ['BN1', 'X1', 'BN2', 'd'])
  assert.match(answer, /Nhà của a/)
  assert.match(answer, /Nhà của c/)
  assert.doesNotMatch(answer, /Nhà của d|X2/)
  const [line] = lines
  assert.deepEqual([line!.asked, line!.facility, line!.outcome], ['match', '99901', 'probable'])
  assert.match(line!.door, /^mllp 127\.0\.0\.1$/)
  assert.deepEqual(line!.personIds, ['thu', 'like'])
})

test('another facility’s numbers find nobody, whether they exist or not', async (t) => {
  const { say, answers } = await aServer(t, '99902')
  const [known, unknown] = [await say('Q23', 'n|t|BN1^^^99901'), await say('Q23', 'n|t|BN7^^^99901')]
  assert.equal(
    known.answer.replace('BN1', 'BN7').replace(/\|[0-9a-f]{13,}\|/, '||'),
    unknown.answer.replace(/\|[0-9a-f]{13,}\|/, '||'),
  )
  assert.equal(known.code, 'MLLP_QUERY_DOMAIN')
  assert.equal(answers.asked, 0)
  assert.deepEqual((await say('Q23', 'n|t|X1^^^99902')).first, ['BN1'])
})

test('too few words, and too many guesses, are refused before the index is asked', async (t) => {
  const { say, answers, lines } = await aServer(t, '99901')
  const few = await say('Q22', find('@PID.5.1^NGUYỄN THỊ THỬ'))
  assert.deepEqual([few.status, few.code], ['AE', 'IDENTITY_TOO_FEW_WORDS'])
  assert.equal(answers.asked, 0)
  const said: (string | undefined)[] = []
  for (let n = 0; n < 60; n += 1)
    said.push((await say('Q22', find(`@PID.5.1^TRẦN VĂN ${n}~@PID.7^1980`))).code)
  assert.equal(said.at(-1), 'IDENTITY_TOO_MANY_GUESSES')
  assert.ok(answers.asked < 45)
  assert.equal(lines.length, 61)
})

test('a record under a label is neither a candidate nor a number elsewhere', async (t) => {
  const { say } = await aServer(t, '99901', ['b'])
  assert.deepEqual((await say('Q22', find(thu))).first, ['BN1', 'BN2', 'd'])
  assert.equal((await say('Q23', 'n|t|BN1^^^99901')).status, 'NF')
})
