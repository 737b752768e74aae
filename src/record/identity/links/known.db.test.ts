import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql, type Tx } from '#foundation/db'
import { keepApart } from './act-on-links.ts'
import { checkIdentifier } from './check-identifier.ts'
import { openLinkReader } from './read-links.ts'
import { aLinkIndex, aRecord, type LinkIndex } from './testing.ts'

let index: LinkIndex
before(async () => {
  index = await aLinkIndex()
})
beforeEach(() => index.empty())
after(() => index.close())

const bare = (facilityCode: string, fullName: string) =>
  aRecord({ facilityCode, localId: `Q${fullName}`, fullName, citizenId: null, insuranceNumbers: [] })

function inTime<T>(fn: (tx: Tx, now: Date) => Promise<T>): Promise<T> {
  index.clock.advance(60_000)
  return index.db.transaction((tx) => fn(tx, index.clock.now()))
}

test('what nobody could tell is not asked again', async () => {
  await index.meet(bare('99901', 'LÊ A'), bare('99902', 'LÊ A'))
  assert.equal((await index.reviews()).length, 1)
  await index.db.run(sql`update identity.review_item set answer = 'cannot-tell'`)
  await index.meet({ ...bare('99901', 'LÊ A'), address: 'Thôn 1' })
  assert.deepEqual(await index.reviews(), [])
})

test('of two claimants the one whose number was checked holds it; a rejected number finds nobody', async () => {
  const borrower = aRecord({
    ...{ facilityCode: '99903', localId: 'M1', fullName: 'LÊ VĂN MƯỢN', birthDate: '1955-05-05' },
    insuranceNumbers: [],
  })
  const [owner, lent] = await index.meet(aRecord(), borrower)
  const reader = openLinkReader(index.db, index.context)
  const number = { kind: 'citizen-id', value: '990190000001' }
  const holder = async (person: string) =>
    (await reader.identifiersOf(person)).find((each) => each.kind === 'citizen-id')!.status
  assert.deepEqual([await holder(owner!.personId), await holder(lent!.personId)], ['active', 'disputed'])
  const check = (patientId: string, found: object) =>
    inTime((tx, now) => checkIdentifier(tx, { patientId, ...number, ...found }, index.context, now))
  assert.ok((await check(lent!.patientId, { level: 4 })).ok)
  assert.deepEqual([await holder(owner!.personId), await holder(lent!.personId)], ['disputed', 'active'])
  assert.ok((await check(lent!.patientId, { standing: 'rejected' })).ok)
  assert.deepEqual([await holder(owner!.personId), await holder(lent!.personId)], ['active', 'rejected'])
  await index.meet({ ...borrower, address: 'Thôn Mới' })
  assert.equal(await holder(lent!.personId), 'rejected', 'a message does not take back what was found out')
  assert.deepEqual(
    (await reader.find(number.value, 5)).map((person) => person.personId),
    [owner!.personId],
  )
})

test('two persons kept apart stay two, whatever more is learned of them, and the question is not asked again', async () => {
  const [a, b] = await index.meet(bare('99901', 'LÊ A'), bare('99902', 'LÊ A'))
  const pair = { a: a!.patientId, b: b!.patientId, by: 'clerk-1', why: 'Đã gọi' }
  assert.ok((await inTime((tx, now) => keepApart(tx, pair, index.context, now))).ok)
  assert.deepEqual(await index.reviews(), [])
  const number = { citizenId: '079190999001' }
  await index.meet({ ...aRecord({ ...bare('99901', 'LÊ A'), ...number }), localId: 'QLÊ A' })
  await index.meet({ ...aRecord({ ...bare('99902', 'LÊ A'), ...number }), localId: 'QLÊ A' })
  assert.equal((await index.partition()).length, 2)
})
