import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { merge, split } from './act-on-links.ts'
import { type LinkReader, openLinkReader } from './read-links.ts'
import { aLinkIndex, aRecord, type LinkIndex } from './testing.ts'

let index: LinkIndex
let reader: LinkReader
before(async () => {
  index = await aLinkIndex({ holdersPerKey: 6 })
  reader = openLinkReader(index.db, index.context)
})
beforeEach(() => index.empty())
after(() => index.close())

const clerk = { by: 'clerk-1', why: 'Đã xem căn cước' }
const stranger = aRecord({
  ...{ localId: 'BN9', facilityCode: '99904', citizenId: '079190999009', insuranceNumbers: ['9900000009'] },
  ...{ fullName: 'TRẦN VĂN KHÁC', birthDate: '1960-01-01', seenAt: '2026-09-01T00:00:00.000Z' },
})

test('a person is found by number and by name, with all their patients, and other facilities’ numbers are told', async () => {
  const [a] = await index.meet(aRecord(), aRecord({ localId: 'BN2', facilityCode: '99902' }), stranger)
  for (const query of ['990190000001', '9901 9000 0001', 'GD4799900000001', 'nguyen thi mau', 'MẪU NGUYỄN'])
    assert.deepEqual(
      (await reader.find(query, 5)).map((person) => person.personId),
      [a!.personId],
      query,
    )
  for (const query of ['', '   ', '99019000000', "' or 1=1", '%'])
    assert.deepEqual(await reader.find(query, 5), [], query)
  const others = await reader.crossReferences(a!.patientId)
  assert.deepEqual(
    others.map((each) => `${each.facilityCode}/${each.localId}`),
    ['99902/BN2'],
  )
  assert.equal(await reader.personOf(a!.patientId), a!.personId)
  const person = await reader.read(a!.personId)
  assert.deepEqual(person!.facilities, ['99901', '99902'])
  assert.deepEqual(
    (await reader.identifiersOf(a!.personId)).map((each) => [each.kind, each.status, each.mentions]),
    [
      ['citizen-id', 'active', 2],
      ['insurance-number', 'active', 2],
    ],
  )
})

test('ids that nobody has, or that are none, are nobody', async () => {
  for (const id of ['', 'x', "' or 1=1", '01980000-0000-8000-8000-000000000000']) {
    assert.equal(await reader.read(id), null)
    assert.equal(await reader.personOf(id), null)
    assert.deepEqual(await reader.patientsOf(id), [])
    assert.deepEqual(await reader.history(id, 5), [])
    assert.deepEqual(await reader.identifiersOf(id), [])
    assert.deepEqual(await reader.crossReferences(id), [])
    assert.equal(await reader.why(id, id), null)
  }
})

test('after a merge the old id leads to the new one, and the history of each tells only of them', async () => {
  const [a, b] = await index.meet(aRecord(), stranger)
  const act = (fn: Parameters<typeof index.db.transaction>[0]) => {
    index.clock.advance(60_000)
    return index.db.transaction(fn)
  }
  await act((tx) =>
    merge(tx, { a: a!.patientId, b: b!.patientId, ...clerk }, index.context, index.clock.now()),
  )
  const [kept, gone] = await Promise.all([reader.read(a!.personId), reader.read(b!.personId)])
  assert.equal(kept!.personId, gone!.personId)
  await act((tx) => split(tx, { patients: [b!.patientId], ...clerk }, index.context, index.clock.now()))
  assert.equal((await reader.read(b!.personId))!.personId, b!.personId)
  const history = await reader.history(b!.personId, 10)
  assert.deepEqual(
    history.map((line) => [line.kind, line.by, line.came.length, line.went.length]),
    [
      ['unlink', 'clerk-1', 1, 0],
      ['merge', 'clerk-1', 0, 1],
      ['link', 'rule', 1, 0],
    ],
  )
  const why = (await reader.why(a!.patientId, b!.patientId))!
  assert.equal(why.isOne, false)
  assert.deepEqual(
    why.decisions.map((each) => [each.says, each.isStanding]),
    [
      ['same', false],
      ['different', true],
    ],
  )
})

test('words find the likeliest first, certain ones only if asked, and too few words find nobody', async () => {
  const [a] = await index.meet(
    aRecord(),
    aRecord({ localId: 'BN7', facilityCode: '99907', citizenId: null, insuranceNumbers: [] }),
    stranger,
  )
  const { words } = aRecord()
  const all = await reader.match(words, { limit: 5, onlyCertain: false })
  assert.deepEqual(
    all.map((match) => match.isCertain),
    [true, false],
  )
  assert.equal(all[0]!.personId, a!.personId)
  assert.equal((await reader.match(words, { limit: 5, onlyCertain: true })).length, 1)
  assert.equal((await reader.match(words, { limit: 1, onlyCertain: false })).length, 1)
  const nothing = { ...words, fullName: null, citizenNumber: null, insuranceNumber: null }
  assert.deepEqual(await reader.match(nothing, { limit: 100, onlyCertain: false }), [])
  const other = { ...words, citizenNumber: '079190999055', insuranceNumber: null, birthDate: null }
  assert.deepEqual(await reader.match(other, { limit: 100, onlyCertain: false }), [])
})
