import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import type { Tx } from '#foundation/db'
import { sql } from '#foundation/db'
import type { Result } from '#foundation/result'
import { type Acted, decide, merge, revoke, split, unlink } from './act-on-links.ts'
import { aLinkIndex, aRecord, digestOf, type LinkIndex, someRecords } from './testing.ts'
import { undo } from './undo-event.ts'

let index: LinkIndex
before(async () => {
  index = await aLinkIndex({ holdersPerKey: 6, settlingTime: 365 * 86_400_000 })
})
beforeEach(() => index.empty())
after(() => index.close())

const clerk = { by: 'clerk-1', why: 'Đã gọi điện cho người bệnh' }
const stranger = aRecord({
  ...{ localId: 'BN9', facilityCode: '99904', citizenId: '079190999009', insuranceNumbers: ['9900000009'] },
  ...{ fullName: 'TRẦN VĂN KHÁC', birthDate: '1960-01-01', address: 'Xã Mới' },
})

/** A person's act in a transaction of its own. */
async function act(fn: (tx: Tx, now: Date) => Promise<Result<Acted>>): Promise<Result<Acted>> {
  index.clock.advance(60_000)
  return index.db.transaction((tx) => fn(tx, index.clock.now()))
}

async function done(fn: (tx: Tx, now: Date) => Promise<Result<Acted>>): Promise<Acted> {
  const acted = await act(fn)
  assert.ok(acted.ok, JSON.stringify(acted))
  return acted.value
}

test('two persons merged and taken apart again stand byte for byte as before: links, numbers, keys, cards, ids', async () => {
  const [a, , b] = await index.meet(aRecord(), aRecord({ localId: 'BN2', facilityCode: '99902' }), stranger)
  const before = await digestOf(index.db, 'links')
  await done((tx, now) => merge(tx, { a: a!.patientId, b: b!.patientId, ...clerk }, index.context, now))
  assert.equal((await index.partition()).length, 1)
  assert.notDeepEqual((await digestOf(index.db, 'links')).cards, before.cards)
  await done((tx, now) => split(tx, { patients: [b!.patientId], ...clerk }, index.context, now))
  assert.deepEqual(await digestOf(index.db, 'links'), before)
  await index.meet(stranger, aRecord())
  assert.equal((await index.partition()).length, 2, 'and stay apart')
})

test('a merge undone leaves no trace but its events, to the instant each link was made', async () => {
  const [a, b] = await index.meet(aRecord(), stranger)
  const before = await digestOf(index.db, 'all')
  const { eventId } = await done((tx, now) =>
    merge(tx, { a: a!.patientId, b: b!.patientId, ...clerk }, index.context, now),
  )
  await done((tx, now) => undo(tx, { eventId, ...clerk }, index.context, now))
  assert.deepEqual(await digestOf(index.db, 'all'), before)
  assert.deepEqual(await index.db.many(sql`select * from identity.decision`), [])
  const again = await act((tx, now) => undo(tx, { eventId, ...clerk }, index.context, now))
  assert.equal(!again.ok && again.problem.code, 'LINKAGE_EVENT_OUT_OF_PLACE')
})

test('among random records any act is undone exactly, and a merge is taken apart along its seam', async () => {
  await fc.assert(
    fc.asyncProperty(
      someRecords(9),
      fc.nat(8),
      fc.nat(8),
      fc.constantFrom('merge', 'same', 'different', 'unlink'),
      async (records, x, y, what) => {
        await index.empty()
        const answers = await index.meetTogether(...records)
        const [a, b] = [answers[x % answers.length]!, answers[y % answers.length]!]
        if (a.patientId === b.patientId) return
        const before = await digestOf(index.db, 'all')
        const questions = await index.reviews()
        const { context } = index
        const acted = await act((tx, now) => {
          const pair = { a: a.patientId, b: b.patientId, ...clerk }
          if (what === 'merge') return merge(tx, pair, context, now)
          if (what === 'unlink') return unlink(tx, { patient: a.patientId, ...clerk }, context, now)
          return decide(tx, { ...pair, says: what }, context, now)
        })
        if (!acted.ok) {
          assert.deepEqual(await digestOf(index.db, 'all'), before, acted.problem.code)
          return
        }
        const { eventId } = acted.value
        if (what === 'merge') {
          const joined = await digestOf(index.db, 'all')
          const seam = answers.filter((each) => each.personId === b.personId).map((each) => each.patientId)
          const apart = await done((tx, now) => split(tx, { patients: seam, ...clerk }, context, now))
          const plain = (digest: Record<string, string[]>) => ({ ...digest, records: [] })
          assert.deepEqual(plain(await digestOf(index.db, 'links')), plain(before))
          await done((tx, now) => undo(tx, { eventId: apart.eventId, ...clerk }, context, now))
          assert.deepEqual(await digestOf(index.db, 'all'), joined)
        }
        await done((tx, now) => undo(tx, { eventId, ...clerk }, context, now))
        assert.deepEqual(await digestOf(index.db, 'all'), before)
        assert.deepEqual(await index.reviews(), questions)
      },
    ),
    { numRuns: 60, seed: 3 },
  )
})

test('what a person answered is remembered when more arrives, until it is taken back', async () => {
  const other = aRecord({ localId: 'BN2', facilityCode: '99902' })
  const [a, b] = await index.meet(aRecord(), other)
  assert.equal(a!.personId, b!.personId)
  const pair = { a: a!.patientId, b: b!.patientId, ...clerk }
  await done((tx, now) => decide(tx, { ...pair, says: 'different' }, index.context, now))
  await index.meet(aRecord({ address: 'Thôn Khác' }), aRecord({ localId: 'BN3', facilityCode: '99903' }))
  const persons = await index.partition()
  assert.ok(!persons.some((group) => group.includes('99901/BN1') && group.includes('99902/BN2')))
  const [said] = await index.db.many<{ id: string }>(sql`select decision_id as id from identity.decision`)
  await done((tx, now) => revoke(tx, { decisions: [said!.id], ...clerk }, index.context, now))
  assert.deepEqual(await index.partition(), [['99901/BN1', '99902/BN2', '99903/BN3']])
})

test('what cannot be done is refused in words, and nothing happens', async () => {
  const [a] = await index.meet(aRecord())
  const { context } = index
  const code = async (fn: (tx: Tx, now: Date) => Promise<Result<Acted>>) => {
    const acted = await act(fn)
    return acted.ok ? 'done' : acted.problem.code
  }
  const nobody = '01980000-0000-8000-8000-000000000000'
  const [{ id }] = (await index.db.many(sql`select event_id as id from identity.event`)) as [{ id: string }]
  const before = await digestOf(index.db, 'all')
  const asked = [
    await code((tx, now) => merge(tx, { a: a!.patientId, b: nobody, ...clerk }, context, now)),
    await code((tx, now) => merge(tx, { a: a!.patientId, b: a!.patientId, ...clerk }, context, now)),
    await code((tx, now) => merge(tx, { a: "' or 1=1", b: '', ...clerk }, context, now)),
    await code((tx, now) => unlink(tx, { patient: a!.patientId, ...clerk }, context, now)),
    await code((tx, now) => split(tx, { patients: [], ...clerk }, context, now)),
    await code((tx, now) => revoke(tx, { decisions: ['x'], ...clerk }, context, now)),
    await code((tx, now) => undo(tx, { eventId: id, ...clerk }, context, now)),
    await code((tx, now) => undo(tx, { eventId: nobody, ...clerk }, context, now)),
  ]
  assert.deepEqual(asked, [
    'IDENTITY_LINK_RECORD_UNKNOWN',
    'IDENTITY_LINK_SAME_PERSON',
    'IDENTITY_LINK_RECORD_UNKNOWN',
    'IDENTITY_LINK_NOT_ONE_PERSON',
    'IDENTITY_LINK_RECORD_UNKNOWN',
    'LINKAGE_DECISION_NOT_STANDING',
    'IDENTITY_LINK_ARRIVAL_STAYS',
    'IDENTITY_LINK_EVENT_UNKNOWN',
  ])
  assert.deepEqual(await digestOf(index.db, 'all'), before)
})
