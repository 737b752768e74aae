import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from '#foundation/db'
import { aLinkIndex, aRecord, type LinkIndex } from './testing.ts'

let index: LinkIndex
before(async () => {
  index = await aLinkIndex({ holdersPerKey: 20 })
})
beforeEach(() => index.empty())
after(() => index.close())

const other = { localId: 'BN2', facilityCode: '99902' }

test('one human at two facilities is one person, found by the number', async () => {
  const [a, b] = await index.meet(aRecord(), aRecord(other))
  assert.equal(a!.personId, b!.personId)
  assert.notEqual(a!.patientId, b!.patientId)
  assert.deepEqual(await index.partition(), [['99901/BN1', '99902/BN2']])
})

test('two strangers stay two, and met together in one batch one human is one', async () => {
  const stranger = aRecord({
    ...{ localId: 'BN9', citizenId: '079190999009', insuranceNumbers: ['9900000009'] },
    ...{ fullName: 'TRẦN VĂN KHÁC', birthDate: '1960-01-01' },
  })
  const [a, b, c] = await index.meetTogether(aRecord(), stranger, aRecord(other))
  assert.equal(a!.personId, c!.personId)
  assert.notEqual(a!.personId, b!.personId)
})

test('the same message again changes nothing but the day of the last visit', async () => {
  const [first] = await index.meet(aRecord())
  const rows = () =>
    index.db.many(sql`select version, words, keys, person_id from identity.record order by record`)
  const before = await rows()
  const [again] = await index.meet(aRecord({ seenAt: '2026-09-01T00:00:00.000Z' }))
  assert.deepEqual(again, { ...first, isLatest: true })
  assert.deepEqual(await rows(), before)
  const { n } = await index.db.one<{ n: string }>(sql`select count(*) as n from identity.event`)
  assert.equal(n, '1')
  const person = await index.db.one<{ last: Date }>(sql`select last_visit_at as last from identity.person`)
  assert.equal(person.last.toISOString(), '2026-09-01T00:00:00.000Z')
  const [older] = await index.meet(aRecord({ seenAt: '2026-01-01T00:00:00.000Z' }))
  assert.equal(older!.isLatest, false)
})

test('a record that learns its number later joins its person, and a silent message does not part them', async () => {
  const bare = aRecord({ ...other, citizenId: null, insuranceNumbers: [] })
  const [a, b] = await index.meet(aRecord(), bare)
  assert.notEqual(a!.personId, b!.personId, 'name and birth date alone never join')
  assert.deepEqual(
    (await index.reviews()).map((each) => each.reason),
    ['evidence'],
  )
  const [told] = await index.meet(aRecord({ ...other, seenAt: '2026-08-02T00:00:00.000Z' }))
  assert.equal(told!.personId, a!.personId)
  assert.equal(told!.patientId, b!.patientId)
  assert.deepEqual(await index.reviews(), [], 'the question has answered itself')
  const [silent] = await index.meet(aRecord({ ...bare, seenAt: '2026-08-03T00:00:00.000Z' }))
  assert.equal(silent!.personId, a!.personId)
})

test('a local number used again for another human keeps both apart, visit after visit, and asks', async () => {
  const second = aRecord({
    ...{ citizenId: '079190999007', insuranceNumbers: [], fullName: 'PHẠM THỊ LẠ', birthDate: '1990-12-12' },
  })
  const answers = await index.meet(aRecord(), second, aRecord(), second)
  const [a, b] = answers
  assert.notEqual(a!.personId, b!.personId)
  assert.deepEqual(
    answers.map((each) => each.patientId),
    [a, b, a, b].map((each) => each!.patientId),
  )
  const states = await index.db.many<{ state: string }>(sql`select state from identity.record order by state`)
  assert.deepEqual(
    states.map((row) => row.state),
    ['active', 'overlay-suspect'],
  )
  assert.deepEqual(
    (await index.reviews()).map((each) => each.reason),
    ['overlay'],
  )
})

test('of two claimants of one number one holds it, and who is stronger takes it over', async () => {
  const borrower = (localId: string) =>
    aRecord({
      ...{ facilityCode: '99903', localId, fullName: 'LÊ VĂN MƯỢN', birthDate: '1955-05-05' },
      insuranceNumbers: [],
    })
  await index.meet(aRecord(), borrower('M1'))
  const holders = () =>
    index.db.many<{ name: string; status: string; mentions: number }>(sql`
      select p.full_name as name, i.status, i.mentions from identity.identifier i join identity.person p using (person_id)
      where i.value = '990190000001' order by i.status`)
  assert.deepEqual(await holders(), [
    { name: 'NGUYỄN THỊ MẪU', status: 'active', mentions: 1 },
    { name: 'LÊ VĂN MƯỢN', status: 'disputed', mentions: 1 },
  ])
  await index.meet(borrower('M2'))
  assert.deepEqual(await holders(), [
    { name: 'LÊ VĂN MƯỢN', status: 'active', mentions: 2 },
    { name: 'NGUYỄN THỊ MẪU', status: 'disputed', mentions: 1 },
  ])
})

test('texts that no database can hold, and texts of a million letters, are admitted', async () => {
  const bad = '\u0000\ud800\u001f"\\{}'
  const [a, b] = await index.meet(
    aRecord({ fullName: bad, localId: `${bad}`, citizenId: null, insuranceNumbers: [bad], birthDate: bad }),
    aRecord({
      ...{ localId: 'x'.repeat(1_000_000), fullName: '漢'.repeat(1_000_000), seenAt: 'hôm qua' },
      ...{
        facilityCode: '漢'.repeat(10_000),
        address: 'x'.repeat(1_000_000),
        citizenId: 'x'.repeat(100_000),
        insuranceNumbers: [],
      },
    }),
  )
  assert.notEqual(a!.personId, b!.personId)
})
