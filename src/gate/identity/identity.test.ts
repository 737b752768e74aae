import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedClock } from '#foundation/clock'
import { fail } from '#foundation/result'
import { emptyWords } from '#vocabulary/demographics/answers'
import { identifierSystems } from '#vocabulary/fhir'
import { listedAnswers } from '../../vocabulary/demographics/answers/testing.ts'
import { ledgerInMemory } from '../readings/testing.ts'
import { type AccessLine, type Asker, maySeeWords, openIdentityGate } from './index.ts'

const actor = { kind: 'loopback' } as const
const asker: Asker = { actor, purpose: 'treatment', facility: '99901', door: 'mllp 127.0.0.1' }
const name = { fullName: 'Nguyễn Thị Thử', birthDate: '1990-03-15' }
const bn = (facility: string, value: string) => ({ system: identifierSystems.mrn(facility), value })

const opened = () => {
  const lines: AccessLine[] = []
  const ledger = ledgerInMemory()
  const clock = fixedClock('2026-08-01T08:00:00+07:00')
  const answers = listedAnswers([
    {
      personId: 'p1',
      records: [
        { patientId: 'a', numbers: [bn('99901', 'BN1')], words: name },
        { patientId: 'b', numbers: [bn('99902', 'X1')], words: name },
      ],
    },
  ])
  const gate = openIdentityGate({
    ...{ answers, clock, noteReadings: ledger.note },
    note: (line) => lines.push(line),
  })
  return { lines, clock, answers, gate, readings: ledger.kept }
}
const options = { limit: 5, onlyCertain: false }
const codeOf = (told: { ok: boolean; problem?: { code: string } }) => (told.ok ? 'ok' : told.problem!.code)

test('every question leaves a line: answered, refused, not let in; none with words about a human', async () => {
  const { gate, lines } = opened()
  await gate.match(asker, { ...emptyWords, ...name }, options)
  await gate.match(asker, { ...emptyWords, fullName: 'Nguyễn' }, options)
  await gate.match({ ...asker, actor: null }, { ...emptyWords, ...name }, options)
  await gate.crossReferences(asker, bn('99901', 'BN1'), [])
  await gate.person(asker, { patientId: 'b' })
  assert.deepEqual(
    lines.map(({ asked, outcome, personIds }) => [asked, outcome, ...personIds]),
    [
      ['match', 'probable', 'p1'],
      ['match', 'IDENTITY_TOO_FEW_WORDS'],
      ['match', 'GATE_LOOPBACK_ONLY'],
      ['cross-references', 'found', 'p1'],
      ['person', 'found', 'p1'],
    ],
  )
  assert.doesNotMatch(JSON.stringify(lines), /Nguyễn|1990|BN1/)
})

test('whomever an answer names is noted before it is told: the records it takes as one, for whom, through which door', async () => {
  const { gate, readings } = opened()
  await gate.match(asker, { ...emptyWords, ...name }, options)
  await gate.match(asker, { ...emptyWords, ...name, fullName: 'Trần Không Có' }, options)
  await gate.crossReferences(asker, bn('99901', 'BN1'), [bn('99902', '').system])
  await gate.person({ ...asker, facility: null }, { patientId: 'b' })
  assert.deepEqual(
    readings.map(({ asked, facility, door, patientIds }) => [asked, facility, door, ...patientIds]),
    [
      ['match', '99901', asker.door, 'a', 'b'],
      ['cross-references', '99901', asker.door, 'a', 'b'],
      ['person', null, asker.door, 'a', 'b'],
    ],
  )
})

test('what cannot be noted is not told', async () => {
  const away = { code: 'READINGS_NOT_KEPT', kind: 'unavailable', message: 'Chưa thể cho xem.' } as const
  const { answers, clock } = opened()
  const lines: AccessLine[] = []
  const gate = openIdentityGate({
    ...{ answers, clock, noteReadings: async () => fail(away) },
    note: (line) => lines.push(line),
  })
  for (const told of [
    await gate.match(asker, { ...emptyWords, ...name }, options),
    await gate.crossReferences(asker, bn('99901', 'BN1'), []),
    await gate.person(asker, { personId: 'p1' }),
  ])
    assert.equal(codeOf(told), away.code)
  assert.deepEqual(
    lines.map(({ outcome, personIds }) => [outcome, ...personIds]),
    [[away.code], [away.code], [away.code]],
  )
})

test('too little to go by never reaches the index', async () => {
  const { gate, answers } = opened()
  const told = await gate.match(asker, { ...emptyWords, fullName: 'Nguyễn Thị Thử' }, options)
  assert.equal(codeOf(told), 'IDENTITY_TOO_FEW_WORDS')
  assert.equal(answers.asked, 0)
})

test('who tries out names is told to wait; its neighbours are not; after some minutes it may ask again', async () => {
  const { gate, clock, answers } = opened()
  const guess = (n: number) => ({ ...emptyWords, fullName: `Trần Văn ${n}`, birthDate: '1980-01-01' })
  const told: string[] = []
  for (let n = 0; n < 300; n += 1) told.push(codeOf(await gate.match(asker, guess(n), options)))
  assert.equal(told.filter((code) => code === 'ok').length, 40)
  assert.equal(told.at(-1), 'IDENTITY_TOO_MANY_GUESSES')
  assert.equal(answers.asked, 40)
  // A right name is refused like a wrong one: the refusal tells nothing.
  assert.equal(
    codeOf(await gate.match(asker, { ...emptyWords, ...name }, options)),
    'IDENTITY_TOO_MANY_GUESSES',
  )
  assert.equal(codeOf(await gate.match({ ...asker, facility: '99902' }, guess(1), options)), 'ok')
  clock.advance(60_000)
  assert.equal(codeOf(await gate.match(asker, { ...emptyWords, ...name }, options)), 'ok')
})

test('a desk at its busiest, whose every third patient is new, is never held up', async () => {
  const { gate, clock } = opened()
  for (let n = 0; n < 2_000; n += 1) {
    clock.advance(2_000)
    const newcomer = { ...emptyWords, fullName: `Lê Mới ${n}`, birthDate: '2001', phone: '0900000001' }
    const told = await gate.match(asker, n % 3 === 0 ? newcomer : { ...emptyWords, ...name }, options)
    assert.equal(codeOf(told), 'ok')
  }
})

test('a facility asks by its own numbers; another’s are answered like a system nobody knows', async () => {
  const { gate, answers } = opened()
  const kindOf = async (facility: string | null, number: ReturnType<typeof bn>) => {
    const told = await gate.crossReferences({ ...asker, facility }, number, [])
    return told.ok ? told.value.kind : told.problem.code
  }
  assert.equal(await kindOf('99901', bn('99901', 'BN1')), 'found')
  const before = answers.asked
  assert.equal(await kindOf('99901', bn('99902', 'X1')), 'unknown-system')
  assert.equal(await kindOf('99901', bn('99902', 'X2')), 'unknown-system')
  assert.equal(answers.asked, before)
  assert.equal(await kindOf(null, bn('99902', 'X1')), 'found')
})

test('numbers in sequence are soon enough refused', async () => {
  const { gate } = opened()
  const told = new Set<string>()
  for (let n = 2; n < 60; n += 1) {
    const answer = await gate.crossReferences(asker, bn('99901', `BN${n}`), [])
    told.add(answer.ok ? answer.value.kind : answer.problem.code)
  }
  assert.deepEqual([...told], ['unknown-number', 'IDENTITY_TOO_MANY_GUESSES'])
})

test('of a possible match only the asker’s own record is shown', () => {
  assert.ok(maySeeWords('certain', '99902', '99901'))
  assert.ok(maySeeWords('probable', null, null))
  assert.ok(maySeeWords('possible', '99901', '99901'))
  assert.ok(!maySeeWords('possible', '99902', '99901'))
  assert.ok(!maySeeWords('possible', null, null))
})
