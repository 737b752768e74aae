import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from '#foundation/db'
import { anotherPerson, aPerson, aRegister, type Register } from './testing.ts'

let register: Register
before(async () => {
  register = await aRegister()
})
beforeEach(() => register.empty())
after(() => register.close())

const one = <T>(list: readonly T[]): T => {
  assert.equal(list.length, 1)
  return list[0]!
}
const oneHuman = (answers: readonly { personId: string }[]) => new Set(answers.map((a) => a.personId)).size

test('a facility knows its own patient again, with or without numbers', async () => {
  const answers = await register.meet(aPerson(), aPerson({ citizenId: null, insuranceNumbers: [] }))
  assert.equal(new Set(answers.map((a) => a.patientId)).size, 1)
})

test('two facilities meet in one person by citizen number, or by card where there is none', async () => {
  const elsewhere = { facilityCode: '99902', localId: 'X9' }
  const [a, b] = await register.meet(aPerson(), aPerson({ ...elsewhere, insuranceNumbers: [] }))
  assert.equal(a!.personId, b!.personId)
  assert.notEqual(a!.patientId, b!.patientId)
  const [c] = await register.meet(aPerson({ facilityCode: '99903', citizenId: null }))
  assert.equal(c!.personId, a!.personId)
  const patients = await register.reader.patientsOf(a!.personId)
  assert.deepEqual(
    patients.map((p) => [p.facilityCode, p.joinedBy]),
    [
      ['99901', 'first-seen'],
      ['99902', 'citizen-id'],
      ['99903', 'insurance-number'],
    ],
  )
  assert.deepEqual((await register.reader.read(a!.personId))!.facilities, ['99901', '99902', '99903'])
})

test('a citizen number that lost its leading zeros is no number: the card still joins', async () => {
  const answers = await register.meet(aPerson(), aPerson({ facilityCode: '99902', citizenId: null }))
  assert.equal(oneHuman(answers), 1)
  assert.equal(
    oneHuman(
      await register.meet(
        aPerson(),
        aPerson({ facilityCode: '99903', citizenId: null, insuranceNumbers: [] }),
      ),
    ),
    2,
  )
})

test('a newborn under the mother’s card and name stays a person of its own, and a human looks', async () => {
  const baby = aPerson({ localId: 'BN1C', citizenId: null, birthDate: '2026-08-01' })
  const [mother, child, again] = await register.meet(aPerson(), baby, {
    ...baby,
    seenAt: '2026-08-09T01:00:00.000Z',
  })
  assert.notEqual(mother!.personId, child!.personId)
  assert.equal(child!.patientId, again!.patientId)
  assert.deepEqual(await register.reviews(), ['insurance-number-but-other-name-and-birth'])
  assert.equal(
    one(await register.reader.find('9900000001', 5)).personId,
    mother!.personId,
    'the card is the mother’s',
  )
  assert.equal((await register.reader.reviewsOf(mother!.personId)).length, 1, 'seen from both sides')
  assert.equal((await register.reader.reviewsOf(child!.personId)).length, 1)
})

test('a lent card does not join, and the borrower is one person at the next facility too', async () => {
  const borrower = anotherPerson({ insuranceNumbers: ['9900000001'] })
  const [owner, here, there] = await register.meet(aPerson(), borrower, {
    ...borrower,
    facilityCode: '99902',
    localId: 'Y1',
  })
  assert.notEqual(here!.personId, owner!.personId)
  assert.equal(there!.personId, here!.personId, 'by their own citizen number')
  assert.deepEqual(await register.reviews(), [
    'insurance-number-but-other-citizen-id',
    'two-numbers-two-persons',
  ])
})

test('two citizen numbers never join, whatever else agrees', async () => {
  const twin = aPerson({ facilityCode: '99902', citizenId: '990190000009' })
  assert.equal(oneHuman(await register.meet(aPerson(), twin)), 2)
})

test('a corrected citizen number leaves the number to whoever it belongs to', async () => {
  await register.meet(aPerson({ insuranceNumbers: [] }))
  const corrected = aPerson({ citizenId: '990190000007', insuranceNumbers: [] })
  const [still] = await register.meet(corrected)
  assert.equal(one(await register.reader.find('990190000001', 5)).personId, still!.personId)
  assert.deepEqual(await register.reader.find('990190000007', 5), [], 'nobody holds two citizen numbers')
})

test('a patient without a number who is later seen with one joins the person who holds it', async () => {
  const unnumbered = aPerson({
    facilityCode: '99902',
    localId: 'K1',
    citizenId: null,
    insuranceNumbers: ['9900000077'],
  })
  const [early] = await register.meet(unnumbered)
  const [holder] = await register.meet(aPerson())
  const [moved] = await register.meet({
    ...unnumbered,
    citizenId: '990190000001',
    seenAt: '2026-08-03T01:00:00.000Z',
  })
  assert.equal(moved!.personId, holder!.personId)
  assert.equal(moved!.patientId, early!.patientId)
  assert.equal(
    (await register.reader.read(early!.personId))!.personId,
    holder!.personId,
    'the old person leads to the new one',
  )
  assert.equal(
    one(await register.reader.find('9900000077', 5)).personId,
    holder!.personId,
    'so does their card',
  )
  const [third] = await register.meet(
    aPerson({ facilityCode: '99903', citizenId: null, insuranceNumbers: ['9900000077'] }),
  )
  assert.equal(third!.personId, holder!.personId, 'and whoever comes with that card later')
  assert.equal((await register.reader.patientsOf(holder!.personId)).length, 3)
  const events = await register.db.many<{ rule: string; moved: boolean }>(
    sql`select rule, from_person_id is not null as moved from identity.link_event where patient_id = ${moved!.patientId}::uuid order by at`,
  )
  assert.deepEqual(events, [
    { rule: 'first-seen', moved: false },
    { rule: 'citizen-id', moved: true },
  ])
})

test('the same within one batch', async () => {
  const unnumbered = aPerson({
    facilityCode: '99902',
    localId: 'K1',
    citizenId: null,
    insuranceNumbers: ['9900000077'],
  })
  const card = aPerson({ facilityCode: '99903', citizenId: null, insuranceNumbers: ['9900000077'] })
  const answers = await register.meetTogether(
    aPerson(),
    unnumbered,
    { ...unnumbered, citizenId: '990190000001' },
    card,
  )
  assert.deepEqual(
    answers.slice(2).map((a) => a.personId),
    [answers[0]!.personId, answers[0]!.personId],
  )
  assert.equal((await register.reader.patientsOf(answers[0]!.personId)).length, 3)
})

test('a patient does not leave a person whom somebody else shares: nobody is lost from a record', async () => {
  const unnumbered = (localId: string) =>
    aPerson({ facilityCode: '99902', localId, citizenId: null, insuranceNumbers: ['9900000077'] })
  const [first, second] = await register.meet(unnumbered('K1'), unnumbered('K2'))
  assert.equal(first!.personId, second!.personId)
  await register.meet(aPerson({ insuranceNumbers: [] }), { ...unnumbered('K1'), citizenId: '990190000001' })
  const shown = await register.reader.read(second!.personId)
  const patients = await register.reader.patientsOf(shown!.personId)
  assert.ok(
    patients.some((p) => p.localId === 'K2'),
    'the one who stayed is still found',
  )
  assert.ok((await register.reviews()).includes('numbers-point-to-another-person'), 'a human is asked')
})

for (const [what, says] of [
  ['with a citizen number', {}],
  ['of the same year and sex', { fullName: 'PHẠM THỊ LẠ', birthDate: '1990-12-12', sex: 'female' }],
  ['without any number', { citizenId: null, insuranceNumbers: [] }],
] as const) {
  test(`a local number used again for another human ${what}: each keeps their own, visit after visit`, async () => {
    const second = anotherPerson({ localId: 'BN1', ...says })
    const answers = await register.meet(aPerson(), second, aPerson(), second, second, aPerson())
    const [a, b] = answers
    assert.notEqual(a!.personId, b!.personId)
    assert.deepEqual(
      answers.map((x) => x.patientId),
      [a, b, a, b, b, a].map((x) => x!.patientId),
    )
    assert.equal(one(await register.reader.patientsOf(b!.personId)).localId, 'BN1')
  })
}

test('the newest visit decides what the card shows, also when it arrives first', async () => {
  const latest = aPerson({
    fullName: 'NGUYỄN THỊ MẪU HAI',
    address: 'Phường Mới',
    birthDate: '1990',
    seenAt: '2026-09-01T00:00:00.000Z',
  })
  const [a, old] = await register.meet(latest, aPerson({ address: 'Phường Cũ', deceased: false }))
  assert.equal(old!.isLatest, false)
  const person = (await register.reader.read(a!.personId))!
  assert.deepEqual(
    [person.fullName, person.address, person.birthDate],
    ['NGUYỄN THỊ MẪU HAI', 'Phường Mới', '1990'],
  )
  await register.meet(
    aPerson({ seenAt: '2026-10-01T00:00:00.000Z', deceased: true }),
    aPerson({ seenAt: '2026-10-02T00:00:00.000Z', birthDate: '1990' }),
  )
  const later = (await register.reader.read(a!.personId))!
  assert.deepEqual(
    [later.birthDate, later.deceased],
    ['1990-03-15', true],
    'a day says more than a year; the dead stay dead',
  )
})
