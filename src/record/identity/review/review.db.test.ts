import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#foundation/db'
import { aRecord, digestOf, someRecords } from '../links/testing.ts'
import type {
  ReviewAnswers,
  ReviewCounts,
  ReviewItemView,
  ReviewPersonHistory,
  ReviewQueue,
  ReviewTaken,
  ReviewWorkload,
} from './api.types.ts'
import { aDoubtfulPair, aReviewDesk, type ReviewDesk } from './testing.ts'

let desk: ReviewDesk
before(async () => {
  desk = await aReviewDesk()
})
beforeEach(() => desk.emptyDesk())
after(() => desk.stop())

const why = 'Đã gọi điện cho người bệnh'

async function somePairs(count: number) {
  for (let n = 0; n < count; n += 1) await desk.meet(...aDoubtfulPair(n))
}

/** The next item; a test that finds none is wrong. */
async function taken(clerk: string, asked: object = {}): Promise<ReviewItemView> {
  const item = await desk.next(clerk, asked)
  assert.ok(item, `nothing left for ${clerk}`)
  return item
}

test('whoever has not said a name is shown nothing, and no line is written', async () => {
  await somePairs(1)
  for (const path of ['/counts', '/items', '/answers', '/workload', '/persons/x'])
    assert.equal((await desk.ask(null, 'GET', path)).status, 403, path)
  for (const path of ['/next', '/items/x/take', '/items/x/answer', '/undo', '/revoke', '/leave'])
    assert.equal((await desk.ask(null, 'POST', path, {})).status, 403, path)
  assert.deepEqual(await desk.looks(), [])
})

test('two clerks who ask at one moment get two items, and neither can answer the other’s', async () => {
  await somePairs(6)
  const items = await Promise.all(['Lan', 'Minh', 'Hoa', 'Tâm', 'Vy', 'An'].map((clerk) => taken(clerk)))
  assert.equal(new Set(items.map((item) => item.itemId)).size, 6)
  assert.equal(await desk.next('Bình'), null, 'nothing is free')
  assert.equal(await desk.says('Bình', items[0]!, 'different'), 'IDENTITY_REVIEW_LEASED')
  assert.equal(await desk.says('Lan', items[0]!, 'different'), 'applied')
})

test('a page that asks twice at one moment is shown the same item twice', async () => {
  await somePairs(1)
  const [one, again] = await Promise.all([taken('Lan'), taken('Lan')])
  assert.equal(one.itemId, again.itemId)
})

test('an item is free when its clerk leaves, goes on, or says nothing for ten minutes', async () => {
  await somePairs(2)
  const first = await taken('Lan')
  const second = await taken('Lan', { skip: [first.itemId] })
  assert.notEqual(second.itemId, first.itemId)
  assert.equal((await taken('Minh')).itemId, first.itemId, 'going on let the first one go')
  assert.equal((await desk.ask('Minh', 'POST', `/items/${second.itemId}/take`)).status, 409)
  await desk.ask('Lan', 'POST', '/leave')
  assert.equal((await desk.ask('Minh', 'POST', `/items/${second.itemId}/take`)).status, 200)
  desk.clock.advance(9 * 60_000)
  assert.equal((await desk.ask('Minh', 'POST', `/items/${second.itemId}/keep`)).status, 200)
  desk.clock.advance(9 * 60_000)
  assert.equal((await desk.ask('Lan', 'POST', `/items/${second.itemId}/take`)).status, 409)
  desk.clock.advance(2 * 60_000)
  assert.equal((await desk.ask('Lan', 'POST', `/items/${second.itemId}/take`)).status, 200)
  assert.equal((await desk.ask('Minh', 'POST', `/items/${second.itemId}/keep`)).status, 409)
})

test('"same" makes one person of two, "different" is remembered, and the queue goes down', async () => {
  await somePairs(2)
  const one = await taken('Lan')
  assert.equal(await desk.says('Lan', one, 'same', why), 'applied')
  const two = await taken('Lan')
  assert.equal(await desk.says('Lan', two, 'different'), 'applied')
  assert.equal(await desk.next('Lan'), null)
  assert.deepEqual((await desk.partition()).map((group) => group.length).sort(), [1, 1, 2])
  await desk.meet(...aDoubtfulPair(0), ...aDoubtfulPair(1))
  assert.equal(await desk.next('Lan'), null, 'nobody is asked the same again')
})

test('an answer is undone byte for byte, the item is asked again and waits since it was first asked', async () => {
  await somePairs(1)
  const before = await digestOf(desk.db, 'all')
  const item = await taken('Lan')
  for (const answer of ['same', 'different', 'cannot-tell', 'ask-facility'] as const) {
    desk.clock.advance(3_600_000)
    assert.equal(await desk.says('Lan', item, answer, why), 'applied')
    assert.equal(await desk.next('Minh'), null, answer)
    assert.equal(await desk.undoes('Minh'), 'IDENTITY_REVIEW_NOTHING_TO_UNDO')
    assert.equal(await desk.undoes('Lan'), answer)
    assert.deepEqual(await digestOf(desk.db, 'all'), before, answer)
    const again = await taken('Lan')
    assert.deepEqual([again.itemId, again.seen, again.askedAt], [item.itemId, item.seen, item.askedAt])
  }
  assert.equal(await desk.undoes('Lan'), 'IDENTITY_REVIEW_NOTHING_TO_UNDO')
})

test('whatever clerks answer about whomever, taking it back from the last to the first leaves every byte and question as before', async () => {
  const step = fc.record({
    clerk: fc.constantFrom('Lan', 'Minh', 'Hoa'),
    answer: fc.constantFrom('same', 'different', 'cannot-tell', 'ask-facility'),
    isFlagged: fc.boolean(),
  })
  let answered = 0
  await fc.assert(
    fc.asyncProperty(
      someRecords(9),
      fc.array(step, { minLength: 1, maxLength: 6 }),
      async (records, steps) => {
        await desk.emptyDesk()
        await desk.meetTogether(...records, ...[0, 1, 2].flatMap(aDoubtfulPair))
        const before = await digestOf(desk.db, 'all')
        const questions = await desk.reviews()
        const clerks: string[] = []
        for (const { clerk, answer, isFlagged } of steps) {
          const item = await desk.next(clerk)
          if (!item) continue
          if (isFlagged) desk.sensitive.add(item.left.personId)
          const said = await desk.says(clerk, item, answer, why)
          if (said === 'applied' || said === 'waits-second') clerks.push(clerk)
          else assert.match(said, /^(IDENTITY_LINK|LINKAGE)_/)
        }
        answered += clerks.length
        for (const clerk of clerks.reverse()) assert.doesNotMatch(await desk.undoes(clerk), /_/)
        assert.deepEqual(await digestOf(desk.db, 'all'), before)
        assert.deepEqual(await desk.reviews(), questions)
      },
    ),
    { numRuns: 30, seed: 5 },
  )
  assert.ok(answered > 60, `${answered} answers`)
})

test('what changed since it was shown is not answered blindly, and what is gone is said to be gone', async () => {
  const [one, other] = aDoubtfulPair(0)
  await desk.meet(one!, other!)
  const item = await taken('Lan')
  await desk.meet({ ...other!, address: 'Thôn Mới', words: { ...other!.words, phone: '0990000001' } })
  assert.equal(await desk.says('Lan', item, 'same', why), 'IDENTITY_REVIEW_CHANGED')
  const again = await taken('Lan')
  assert.equal(again.itemId, item.itemId)
  const named = {
    ...other!,
    citizenId: one!.citizenId,
    words: { ...other!.words, citizenNumber: one!.citizenId },
  }
  await desk.meet(named)
  assert.equal((await desk.partition()).length, 1, 'the number joined them')
  assert.equal(await desk.says('Lan', again, 'same', why), 'IDENTITY_REVIEW_ITEM_GONE')
})

test('a reason is asked for where a guard stands, and hostile words are words', async () => {
  await desk.meet(
    aRecord({
      localId: 'A',
      citizenId: '079190999001',
      insuranceNumbers: ['9900000001'],
      fullName: 'TRẦN VĂN A',
    }),
    aRecord({
      ...{ localId: 'B', facilityCode: '99902', citizenId: '079190999002', insuranceNumbers: ['9900000001'] },
      fullName: 'TRẦN VĂN A',
    }),
  )
  const item = await desk.next('Lan')
  if (!item) return assert.fail('a conflict of numbers is a question')
  assert.ok(item.needsWhy)
  assert.deepEqual(item.guards, ['two-numbers'])
  assert.equal(await desk.says('Lan', item, 'same', 'ok'), 'IDENTITY_REVIEW_NEEDS_WHY')
  assert.equal(
    await desk.says('Lan', item, 'same', `'; drop table identity.record; --\u0000 ${why}`),
    'applied',
  )
  assert.equal((await desk.partition()).length, 1)
})

test('numbers are shown as far as they differ, and nothing of them where they are alone or equal', async () => {
  await desk.meet(
    aRecord({ localId: 'A', citizenId: '079190999001', insuranceNumbers: ['9900000001'] }),
    aRecord({
      localId: 'B',
      facilityCode: '99902',
      citizenId: '079190999007',
      insuranceNumbers: ['9900000001'],
    }),
  )
  const { text, body } = await desk.ask<ReviewTaken>('Lan', 'POST', '/next', {})
  const shown = (name: string) => body.item?.fields.find(({ field }) => field === name)
  const textOf = (name: string) => shown(name)?.left[0]?.parts.map((part) => part.text)
  assert.deepEqual(textOf('citizen-id'), ['•'.repeat(11), '1'])
  assert.equal(shown('citizen-id')?.state, 'similar')
  assert.deepEqual(textOf('bhxh'), ['•'.repeat(10)])
  assert.equal(shown('bhxh')?.state, 'equal')
  for (const number of ['079190999001', '079190999007', '9900000001'])
    assert.ok(!text.includes(number), number)
  assert.equal(body.item?.left.records[0]?.facilityName, 'Bệnh viện Mẫu 1')
  assert.equal(body.item?.left.records[0]?.seenOn, '2026-08-01')
})

test('a join of many records, of a sensitive person or of two checked numbers waits for a second reader', async () => {
  await somePairs(1)
  const [{ person }] = (await desk.db.many(
    sql`select person_id as person from identity.record order by 1 limit 1`,
  )) as [{ person: string }]
  desk.sensitive.add(person)
  const item = await taken('Lan')
  assert.deepEqual(item.risks, ['sensitive'])
  assert.equal(await desk.says('Lan', item, 'same', why), 'waits-second')
  assert.equal((await desk.partition()).length, 2, 'nothing is joined yet')
  assert.equal(await desk.next('Lan'), null, 'the first reader is not the second')
  const direct = await desk.ask<ReviewTaken>('Lan', 'POST', `/items/${item.itemId}/take`)
  assert.equal(direct.status, 200, 'may look')
  assert.equal(await desk.says('Lan', item, 'same', why), 'IDENTITY_REVIEW_READ_ALREADY')
  await desk.ask('Lan', 'POST', '/leave')
  const { body: counts } = await desk.ask<ReviewCounts>('Minh', 'GET', '/counts')
  assert.deepEqual([counts.open, counts.second], [1, 1])
  const second = await taken('Minh', { state: 'second' })
  assert.deepEqual([second.itemId, second.isSecond], [item.itemId, true])
  assert.equal(await desk.says('Minh', second, 'same', why), 'applied')
  assert.equal((await desk.partition()).length, 1)
  assert.equal(
    await desk.undoes('Lan'),
    'IDENTITY_REVIEW_NOTHING_TO_UNDO',
    'one reader alone takes back nothing',
  )
  assert.equal(await desk.undoes('Minh'), 'same')
  assert.equal((await desk.partition()).length, 2)
  assert.equal((await taken('Minh')).isSecond, true, 'the first reading waits again')
})

test('readers who do not agree leave the two apart until two say the same', async () => {
  await somePairs(1)
  desk.sensitive.add(
    (await desk.db.one<{ id: string }>(sql`select min(person_id::text) as id from identity.record`)).id,
  )
  assert.equal(await desk.says('Lan', await taken('Lan'), 'same', why), 'waits-second')
  assert.equal(await desk.says('Minh', await taken('Minh'), 'different'), 'waits-second')
  assert.equal((await desk.partition()).length, 2)
  assert.equal(await desk.says('Hoa', await taken('Hoa'), 'different'), 'applied')
  assert.equal((await desk.partition()).length, 2)
  const { body } = await desk.ask<ReviewAnswers>('Hoa', 'GET', '/answers')
  assert.deepEqual(
    body.items.map(({ by, state }) => [by, state]),
    [
      ['Hoa', 'applied'],
      ['Minh', 'agreed'],
      ['Lan', 'overruled'],
    ],
  )
  assert.equal(await desk.undoes('Hoa'), 'different')
  const undone = (await desk.ask<ReviewAnswers>('Hoa', 'GET', '/answers')).body.items
  assert.deepEqual(
    undone.map(({ state }) => state),
    ['undone', 'first', 'first'],
    'and both wait again',
  )
})

test('one answer in so many is asked again of somebody else, looks like any other, and changes nothing', async () => {
  const all = await aReviewDesk({ sampleOneIn: 1 })
  try {
    await all.meet(...aDoubtfulPair(0))
    const item = (await all.next('Lan'))!
    assert.equal(await all.says('Lan', item, 'same', why), 'applied')
    const joined = await digestOf(all.db, 'all')
    assert.equal(await all.next('Lan'), null, 'not of who answered')
    const blind = (await all.next('Minh'))!
    const plain = ({ itemId: _i, leaseUntil: _l, left, right, ...view }: ReviewItemView) => ({
      ...view,
      sides: [left.records, right.records],
    })
    assert.deepEqual(plain(blind), plain(item), 'shown as it was shown the first time')
    assert.notEqual(blind.itemId, item.itemId)
    assert.equal(await all.says('Minh', blind, 'different'), 'applied')
    assert.deepEqual(await digestOf(all.db, 'all'), joined)
    assert.equal(await all.next('Hoa'), null, 'once is enough')
    const { body } = await all.ask<ReviewWorkload>('Hoa', 'GET', '/workload')
    assert.deepEqual(body.agreement.blind, { asked: 1, agreed: 0 })
    assert.deepEqual(
      body.disagreed.map(({ by, answer }) => [by, answer]),
      [['Lan', 'same']],
    )
    assert.equal(await all.undoes('Minh'), 'different')
    assert.deepEqual(await digestOf(all.db, 'all'), joined)
    const again = await all.ask<ReviewTaken>('Minh', 'POST', `/items/${blind.itemId}/take`)
    assert.equal(again.body.item?.seen, blind.seen, 'and is asked again')
    await all.ask('Minh', 'POST', '/leave')
    assert.equal(await all.says('Hoa', (await all.next('Hoa'))!, 'same', why), 'applied')
    assert.deepEqual((await all.ask<ReviewWorkload>('Hoa', 'GET', '/workload')).body.agreement.blind, {
      ...{ asked: 1, agreed: 1 },
    })
  } finally {
    await all.stop()
  }
})

test('what was remembered is shown with who and when, and taken back with a reason', async () => {
  await somePairs(1)
  const item = await taken('Lan')
  assert.equal(await desk.says('Lan', item, 'different'), 'applied')
  const asked = `/persons/${item.left.personId}`
  const { body } = await desk.ask<ReviewPersonHistory>('Minh', 'GET', asked)
  const [decided] = body.decided
  assert.deepEqual([decided?.says, decided?.by, decided?.stands], ['different', 'Lan', true])
  assert.deepEqual(decided?.facilities, ['99901', '99902'])
  const decisions = [decided!.decisionId]
  assert.equal((await desk.ask('Minh', 'POST', '/revoke', { decisions, why: 'nhầm' })).status, 400)
  assert.equal((await desk.ask('Minh', 'POST', '/revoke', { decisions, why })).status, 200)
  assert.equal((await desk.ask('Minh', 'POST', '/revoke', { decisions, why })).status, 409, 'once')
  const again = await taken('Minh')
  assert.equal(again.itemId, item.itemId)
  assert.deepEqual(
    again.decided.map(({ says, by, stands }) => [says, by, stands]),
    [['different', 'Lan', false]],
  )
  const history = (await desk.ask<ReviewPersonHistory>('Minh', 'GET', asked)).body
  assert.deepEqual(history.events.map(({ kind }) => kind).slice(0, 2), ['revoke', 'decision'])
})

test('the queue is filtered and counted, and tells nothing of anybody', async () => {
  await somePairs(3)
  desk.clock.advance(8 * 24 * 3_600_000)
  await desk.meet(
    ...aDoubtfulPair(4).map((record, at) => ({
      ...record,
      facilityCode: at === 0 ? '99907' : record.facilityCode,
    })),
  )
  const count = async (query: string) => {
    const { body, text } = await desk.ask<ReviewQueue>('Lan', 'GET', `/items${query}`)
    assert.doesNotMatch(text, /MẪU|0791909990|1960/)
    return body.items.length
  }
  assert.equal(await count(''), 4)
  assert.equal(await count('?facility=99907'), 1)
  assert.equal(await count('?days=7'), 3)
  assert.equal(await count('?reason=evidence'), 4)
  assert.equal(await count('?guard=twins'), 0)
  assert.equal(await count('?limit=2'), 2)
  const { body } = await desk.ask<ReviewCounts>('Lan', 'GET', '/counts')
  assert.equal(body.open, 4)
  assert.deepEqual(body.byAge, [
    { name: '7', count: 3 },
    { name: '0', count: 1 },
  ])
  assert.equal(body.byFacility.find(({ name }) => name === '99907')?.count, 1)
  assert.equal(await desk.says('Lan', await taken('Lan', { facility: '99907' }), 'ask-facility'), 'applied')
  assert.equal(await count('?state=ask-facility'), 1)
  const aside = await taken('Minh', { state: 'ask-facility' })
  assert.equal(await desk.says('Minh', aside, 'different'), 'applied', 'what was put aside can be answered')
})

test('every look at people has a line with who looked, and the queue none', async () => {
  await somePairs(1)
  await desk.ask('Lan', 'GET', '/items')
  const item = await taken('Lan')
  await desk.ask('Lan', 'POST', `/items/${item.itemId}/take`)
  await desk.ask('Minh', 'GET', `/persons/${item.right.personId}`)
  const looks = await desk.looks()
  assert.deepEqual(
    looks.map(({ by, purpose, persons }) => [by, purpose, persons.length]),
    [
      ['Lan', 'review', 2],
      ['Lan', 'review', 2],
      ['Minh', 'history', 1],
    ],
  )
})

test('work by day and clerk is counted, drawn and exported, formulas disarmed', async () => {
  await somePairs(3)
  assert.equal(await desk.says('Lan', await taken('Lan'), 'same', why), 'applied')
  assert.equal(await desk.says('Lan', await taken('Lan'), 'different'), 'applied')
  assert.equal(await desk.undoes('Lan'), 'different')
  assert.equal(await desk.says('Minh "Tổ trưởng"', await taken('Minh'), 'same'), 'IDENTITY_REVIEW_NO_CLERK')
  const { body } = await desk.ask<ReviewWorkload>('Lan', 'GET', '/workload?days=7')
  assert.equal(body.days.length, 7)
  const today = new Date(desk.clock.now().getTime() + 7 * 3_600_000).toISOString().slice(0, 10)
  assert.deepEqual(body.days.at(-1), { day: today, answered: 1, came: 3 })
  const { status, text } = await desk.ask('Lan', 'GET', '/workload.csv?days=366')
  assert.equal(status, 200)
  assert.match(text, /^\ufeffNgày,Người rà soát/)
  assert.match(text, /,Lan,1,0,0,0,1\r\n/)
})

test('bad input is refused without a surprise', async () => {
  await somePairs(1)
  const item = await taken('Lan')
  const nobody = '01980000-0000-8000-8000-000000000000'
  const post = async (path: string, body: object) => (await desk.ask('Lan', 'POST', path, body)).status
  assert.equal(await post(`/items/${nobody}/answer`, { answer: 'same', seen: 'x' }), 404)
  assert.equal(await post(`/items/'%20or%201=1/answer`, { answer: 'same', seen: 'x' }), 404)
  assert.equal(await post(`/items/${item.itemId}/answer`, { answer: 'maybe', seen: 'x' }), 400)
  assert.equal(await post(`/items/${item.itemId}/answer`, { answer: 'same', seen: 'x' }), 409)
  assert.equal(
    await post(`/items/${item.itemId}/answer`, { answer: 'same', seen: 'x', why: 'x'.repeat(9_999) }),
    400,
  )
  assert.equal(await post('/undo', { answerId: nobody }), 404)
  assert.equal(await post('/undo', { answerId: '\u0000' }), 404)
  assert.equal(await post('/next', { skip: ['x'] }), 400)
  assert.equal(await post('/revoke', { decisions: [nobody], why }), 409)
  assert.equal((await desk.ask('Lan', 'GET', '/items?facility=%00')).status, 400)
  assert.equal((await desk.ask('Lan', 'GET', `/persons/${nobody}`)).status, 404)
})
