/** The index as machines ask it. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { emptyWords } from '#vocabulary/demographics/answers'
import { identifierSystems } from '#vocabulary/fhir'
import { openIdentityAnswers } from './answer-identity.ts'
import { anotherPerson, aPerson, aRegister, type Register } from './testing.ts'

let register: Register
let answers: ReturnType<typeof openIdentityAnswers>
before(async () => {
  register = await aRegister()
  answers = openIdentityAnswers(register)
})
beforeEach(() => register.empty())
after(() => register.close())

const { citizenId, insuranceNumber, insuranceCard, oldIdCard, passport, mrn } = identifierSystems
const bn = (facility: string, value: string) => ({ system: mrn(facility), value })
const options = { limit: 10, onlyCertain: false }

async function told(system: string, value: string, targets: readonly string[] = []) {
  const found = await answers.crossReferences({ system, value }, targets)
  if (found.kind !== 'found') return found.kind
  return found.references.map((each) => `${each.system.replace(/.*\/sid\//, '')}|${each.value}`).sort()
}

test('whoever knows one number is told the others: local ones, citizen number, insurance, old card, passport', async () => {
  await register.meet(
    aPerson({ words: { citizenNumber: '990190000001;191123456', passportNumber: 'C2938475' } }),
    aPerson({ facilityCode: '99902', localId: 'X1', words: { insuranceNumber: 'GD4799900000001' } }),
  )
  const all = [
    ...['citizen-id|990190000001', 'citizen-id|990190000001', 'insurance-card|GD4799900000001'],
    ...['insurance-number|9900000001', 'insurance-number|9900000001', 'mrn/99901|BN1', 'mrn/99902|X1'],
    ...['old-id-card|191123456', 'passport|C2938475'],
  ]
  for (const { system, value } of [
    bn('99901', 'BN1'),
    bn('99902', 'X1'),
    { system: citizenId, value: '990190000001' },
    { system: insuranceNumber, value: '9900000001' },
    { system: insuranceCard, value: 'GD4799900000001' },
  ])
    assert.deepEqual(await told(system, value), all, system)
  assert.deepEqual(await told(mrn('99901'), 'BN1', [mrn('99902')]), ['mrn/99902|X1'])
  assert.deepEqual(await told(mrn('99901'), 'BN1', [mrn('99907')]), [])
})

test('a number that two claim leads to who holds it, and the other is not told of it', async () => {
  const stranger = anotherPerson({ facilityCode: '99909', insuranceNumbers: ['9900000001'] })
  const [owner, other] = await register.meet(aPerson(), stranger)
  assert.notEqual(owner!.personId, other!.personId)
  assert.deepEqual(await told(insuranceNumber, '9900000001', [mrn('99901'), mrn('99909')]), ['mrn/99901|BN1'])
  assert.deepEqual(await told(mrn('99909'), 'BN2', [insuranceNumber]), [])
})

test('a passport or an old card leads to its human; an old card that two carry leads to nobody', async () => {
  const unnumbered = { citizenId: null, insuranceNumbers: [] }
  await register.meet(
    aPerson({ ...unnumbered, words: { citizenNumber: '191234567', passportNumber: 'C2938475' } }),
  )
  assert.deepEqual(await told(oldIdCard, '191 234 567', [mrn('99901')]), ['mrn/99901|BN1'])
  assert.deepEqual(await told(passport, 'c2938475', [mrn('99901')]), ['mrn/99901|BN1'])
  await register.meet(anotherPerson({ ...unnumbered, words: { citizenNumber: '191234567' } }))
  assert.equal(await told(oldIdCard, '191234567'), 'unknown-number')
})

test('an unknown number, an unknown system and an unknown target are three answers; hostile ones are among them', async () => {
  await register.meet(aPerson())
  assert.equal(await told(mrn('99901'), 'BN7'), 'unknown-number')
  assert.equal(await told(citizenId, '1'), 'unknown-number')
  assert.equal(await told('urn:oid:1.2.3', 'BN1'), 'unknown-system')
  assert.equal(await told(oldIdCard, '191123456'), 'unknown-number')
  assert.equal(await told(passport, 'C2938475'), 'unknown-number')
  assert.equal(await told(mrn('999'), 'BN1'), 'unknown-system')
  assert.equal(await told(mrn('99901'), 'BN1', ['urn:x']), 'unknown-target')
  for (const system of ['constructor', '__proto__', ''])
    assert.equal(await told(system, 'x'), 'unknown-system')
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(mrn('99901'), citizenId, insuranceCard, insuranceNumber),
      async (value, system) => {
        fc.pre(value !== 'BN1')
        assert.equal(await told(system, value), 'unknown-number')
      },
    ),
    { numRuns: 60 },
  )
})

test('a number alone finds its holder as probable; with a name that is not its holder’s it finds nobody', async () => {
  const [met] = await register.meet(aPerson(), anotherPerson())
  const words = { ...emptyWords, citizenNumber: '990190000001' }
  const [found, more] = await answers.match(words, options)
  assert.deepEqual([found?.personId, found?.grade, more], [met!.personId, 'probable', undefined])
  assert.deepEqual(await answers.match(words, { ...options, onlyCertain: true }), [])
  const wrong = { ...words, fullName: 'LÊ HOÀNG LẠ', birthDate: '1961-05-05' }
  assert.deepEqual(await answers.match(wrong, options), [])
  assert.deepEqual(await answers.match({ ...words, citizenNumber: '000000000000' }, options), [])
})

test('the record that agrees best stands first, and each person once', async () => {
  const [a, b] = await register.meet(
    aPerson(),
    aPerson({ facilityCode: '99900', localId: 'A0', fullName: 'NGUYỄN THỊ T MẪU' }),
  )
  assert.equal(a!.personId, b!.personId)
  const found = await answers.match(aPerson().words, options)
  assert.deepEqual(
    found.map(({ grade, patientIds }) => [grade, patientIds]),
    [['certain', [a!.patientId, b!.patientId]]],
  )
})

test('a person is found by its own id, by a retired one, and by a patient; a stranger’s id finds nobody', async () => {
  const [met] = await register.meet(aPerson())
  const { personId, patientId } = met!
  const indexed = { personId, patientIds: [patientId], assurance: { [patientId]: 2 } }
  assert.deepEqual(await answers.person(personId), indexed)
  assert.deepEqual(await answers.personOf(patientId), indexed)
  for (const id of ['', 'x', patientId, '01a20068-0000-8000-8000-000000000000', "' or 1=1"])
    assert.equal(await answers.person(id), null)
  assert.equal(await answers.personOf(personId), null)
})
