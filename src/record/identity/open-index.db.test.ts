/** The index as the journey uses it: the shipped model over a database of its own. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from '#foundation/db'
import { type LinkContext, openLinkContext, reevaluate } from './links/index.ts'
import { openVietnameseModel, shippedSettings, writeSettings } from './model/index.ts'
import { anotherPerson, aPerson, aRegister, type Register, type Saying } from './testing.ts'

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
const howMany = (answers: readonly { personId: string }[]) => new Set(answers.map((a) => a.personId)).size

test('a facility knows its own patient again, with or without numbers', async () => {
  const answers = await register.meet(aPerson(), aPerson({ citizenId: null, insuranceNumbers: [] }))
  assert.equal(new Set(answers.map((a) => a.patientId)).size, 1)
})

test('three facilities meet in one person by citizen number, or by card where there is none', async () => {
  const [a, b, c] = await register.meet(
    aPerson(),
    aPerson({ facilityCode: '99902', localId: 'X9', insuranceNumbers: [] }),
    aPerson({ facilityCode: '99903', citizenId: null }),
  )
  assert.equal(howMany([a!, b!, c!]), 1)
  assert.equal(new Set([a!, b!, c!].map((each) => each.patientId)).size, 3)
  const patients = await register.reader.patientsOf(a!.personId)
  assert.deepEqual(
    patients.map((p) => [p.facilityCode, p.joinedBy]),
    ['99901', '99902', '99903'].map((facility) => [facility, 'computed']),
  )
  assert.deepEqual((await register.reader.read(a!.personId))!.facilities, ['99901', '99902', '99903'])
})

test('a name and a birth date without any number join nobody', async () => {
  const unnumbered = { citizenId: null, insuranceNumbers: [] }
  assert.equal(
    howMany(await register.meet(aPerson(), aPerson({ ...unnumbered, facilityCode: '99903', localId: 'K' }))),
    2,
  )
})

test('a newborn under the mother’s card and name stays a person of its own', async () => {
  const baby: Saying = { localId: 'BN1C', citizenId: null, birthDate: '2026-08-01' }
  const [mother, child, again] = await register.meet(
    aPerson(),
    aPerson(baby),
    aPerson({ ...baby, seenAt: '2026-08-09T01:00:00.000Z' }),
  )
  assert.notEqual(mother!.personId, child!.personId)
  assert.equal(child!.patientId, again!.patientId)
  assert.equal((await register.reader.find('9900000001', 5))[0]!.personId, mother!.personId, 'who came first')
})

test('a lent card does not join, and the borrower is one person at the next facility too', async () => {
  const borrower: Saying = { insuranceNumbers: ['9900000001'] }
  const [owner, here, there] = await register.meet(
    aPerson(),
    anotherPerson(borrower),
    anotherPerson({ ...borrower, facilityCode: '99902', localId: 'Y1' }),
  )
  assert.notEqual(here!.personId, owner!.personId)
  assert.equal(there!.personId, here!.personId, 'by their own citizen number')
})

test('two citizen numbers never join, whatever else agrees; one wrong digit is a slip', async () => {
  const twin = aPerson({ facilityCode: '99902', citizenId: '990190000019' })
  assert.equal(howMany(await register.meet(aPerson(), twin)), 2)
  const slip = aPerson({ facilityCode: '99903', citizenId: '990190000002' })
  assert.equal(howMany(await register.meet(aPerson(), slip)), 1)
})

test('a corrected citizen number is found, and the former one still leads to its human', async () => {
  await register.meet(aPerson({ insuranceNumbers: [] }))
  const [still] = await register.meet(
    aPerson({ citizenId: '990190000007', insuranceNumbers: [], seenAt: '2026-09-01T00:00:00.000Z' }),
  )
  const [person] = await register.reader.find('990190000007', 5)
  assert.equal(person!.personId, still!.personId)
  assert.equal(person!.citizenId, '990190000007')
})

test('a patient without a number who is later seen with one joins the person who holds it', async () => {
  const unnumbered: Saying = {
    ...{ facilityCode: '99902', localId: 'K1' },
    ...{ citizenId: null, insuranceNumbers: ['9900000077'] },
  }
  const [early] = await register.meet(aPerson(unnumbered))
  const [holder] = await register.meet(aPerson())
  assert.notEqual(early!.personId, holder!.personId, 'nothing joins them yet')
  const [moved] = await register.meet(
    aPerson({ ...unnumbered, citizenId: '990190000001', seenAt: '2026-08-03T01:00:00.000Z' }),
  )
  assert.equal(moved!.patientId, early!.patientId)
  const now = (await register.reader.read(early!.personId))!.personId
  assert.equal((await register.reader.read(holder!.personId))!.personId, now, 'both old ids lead to one')
  assert.equal(one(await register.reader.find('9900000077', 5)).personId, now, 'so does the card')
  const [third] = await register.meet(
    aPerson({ facilityCode: '99903', citizenId: null, insuranceNumbers: ['9900000077'] }),
  )
  assert.equal(third!.personId, now, 'and whoever comes with that card later')
  assert.equal((await register.reader.patientsOf(now)).length, 3)
})

for (const [what, says] of [
  ['with a citizen number', {}],
  ['of the same year and sex', { fullName: 'PHẠM THỊ LẠ', birthDate: '1990-12-12', sex: 'female' }],
  ['without any number', { citizenId: null, insuranceNumbers: [] }],
] as const)
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

test('the newest visit decides what the card shows, also when it arrives first', async () => {
  const [a, old] = await register.meet(
    aPerson({ fullName: 'NGUYỄN THỊ MẪU HAI', address: 'Phường Mới', seenAt: '2026-09-01T00:00:00.000Z' }),
    aPerson({ address: 'Phường Cũ' }),
  )
  assert.equal(old!.isLatest, false)
  const person = (await register.reader.read(a!.personId))!
  assert.deepEqual([person.fullName, person.address], ['NGUYỄN THỊ MẪU HAI', 'Phường Mới'])
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

test('eight facilities that meet one citizen number at the same moment make one person', async () => {
  const facilities = Array.from({ length: 8 }, (_, n) => `9990${n + 1}`)
  const answers = await Promise.all(
    facilities.map((facilityCode, n) => register.meetTogether(aPerson({ facilityCode, localId: `BN${n}` }))),
  )
  const ids = await Promise.all(answers.flat().map(async (a) => register.reader.read(a.personId)))
  assert.equal(new Set(ids.map((person) => person!.personId)).size, 1)
  assert.deepEqual(ids[0]!.facilities.toSorted(), facilities, 'no writer undid another’s card')
})

test('a message without the citizen number, written at the same moment, does not wipe it off the card', async () => {
  const [start] = await register.meet(aPerson({ citizenId: null }))
  await Promise.all([
    register.meetTogether(aPerson()),
    register.meetTogether(aPerson({ facilityCode: '99902', citizenId: null })),
    register.meetTogether(aPerson({ facilityCode: '99903', citizenId: null })),
  ])
  assert.equal((await register.reader.read(start!.personId))!.citizenId, '990190000001')
})

test('people are found by name with or without tone marks, in any case, by parts of it', async () => {
  await register.meet(aPerson({ fullName: 'ĐỖ THỊ ƯỚC LƯỢNG' }), anotherPerson({ fullName: 'Đỗ Thị Uốn' }))
  const find = async (query: string) => (await register.reader.find(query, 10)).map((p) => p.fullName)
  for (const query of [
    ...['Đỗ Thị Ước Lượng', 'do thi uoc luong', 'DO THI UOC', 'ước lượng', 'luong do'],
    'ĐỖ THỊ ƯỚC LƯỢNG'.normalize('NFD'),
  ])
    assert.deepEqual(await find(query), ['ĐỖ THỊ ƯỚC LƯỢNG'], query)
  assert.deepEqual((await find('đỗ thị')).length, 2)
  for (const query of ['', '   ', '%', '_', 'nguyễn văn không có', "o'neil"])
    assert.deepEqual(await find(query), [], query)
})

test('people are found by number however it is written; half a number finds nobody', async () => {
  const [a] = await register.meet(aPerson({ insuranceNumbers: ['7999000001'] }))
  for (const query of [
    ...['990190000001', '9901 9000 0001', '990-190-000-001'],
    ...['7999000001', 'DN4797999000001', 'dn 4 79 7999000001'],
  ])
    assert.equal(one(await register.reader.find(query, 5)).personId, a!.personId, query)
  for (const query of ['99019000000', '999000001', '1'])
    assert.deepEqual(await register.reader.find(query, 5), [], query)
})

test('an old card, a passport and a birth certificate find their human too; nobody is joined by an old card alone', async () => {
  const unnumbered = { citizenId: null, insuranceNumbers: [] }
  const [old, other, foreigner, child] = await register.meet(
    aPerson({ ...unnumbered, words: { citizenNumber: '990123456' } }),
    anotherPerson({ ...unnumbered, facilityCode: '99902', words: { citizenNumber: '990 123 456' } }),
    aPerson({ ...unnumbered, localId: 'F1', fullName: 'JOHN SMITH', words: { passportNumber: 'C7154826' } }),
    aPerson({
      ...{ ...unnumbered, localId: 'C1', fullName: 'CON BÀ MẪU', birthDate: '2026-08-01' },
      words: { birthCertificateNumber: '00012.GCS.99901.26' },
    }),
  )
  const found = async (query: string) =>
    (await register.reader.find(query, 5)).map((person) => person.personId).sort()
  assert.deepEqual(await found('990123456'), [old!.personId, other!.personId].sort(), 'both, to choose from')
  assert.deepEqual(await found('c 7154826'), [foreigner!.personId])
  assert.deepEqual(await found('00012.GCS.99901.26'), [child!.personId])
})

test('card only, then citizen number only, then both: the third shows that all are one', async () => {
  const [a, b, c] = await register.meet(
    aPerson({ citizenId: null }),
    aPerson({ facilityCode: '99902', insuranceNumbers: [] }),
  )
  assert.notEqual(a!.personId, b!.personId)
  assert.equal(c, undefined)
  const [third] = await register.meet(aPerson({ facilityCode: '99903' }))
  assert.equal((await register.reader.patientsOf(third!.personId)).length, 3)
})

test('in whatever order messages arrive, alone or in batches, one human is one person', async () => {
  const random = seeded(7)
  const syllables = ['An', 'Bình', 'Cúc', 'Dung', 'Em', 'Phúc', 'Giang', 'Hà', 'Ích', 'Kim', 'Lan', 'Mai']
  const humans = syllables.map((given, n) => ({
    citizenId: n % 3 === 2 ? null : `9901${String(90_000_000 + n * 111)}`,
    card: n % 4 === 3 && n % 3 !== 2 ? null : `99000${String(n * 111).padStart(5, '1')}`,
    ...{ fullName: `NGUYỄN THỊ ${given.toUpperCase()}`, birthDate: `${1950 + n * 3}-01-15` },
  }))
  const messages = humans.flatMap(({ card, ...says }, human) =>
    Array.from({ length: 4 }, (_, visit) =>
      aPerson({
        ...says,
        facilityCode: `9990${1 + ((human + visit) % 3)}`,
        localId: `BN${human}`,
        insuranceNumbers: card && (says.citizenId === null || visit % 2 === 0) ? [card] : [],
        seenAt: `2026-0${1 + visit}-01T00:00:00.000Z`,
      }),
    ),
  )
  for (let run = 0; run < 4; run += 1) {
    await register.empty()
    const order = shuffled(messages, random)
    const size = 1 + random(7)
    for (let at = 0; at < order.length; at += size) await register.meetTogether(...order.slice(at, at + size))
    const groups = await register.db.many<{ names: string[] }>(
      sql`select array_agg(distinct local_id) as names from identity.record group by person_id`,
    )
    assert.deepEqual(
      groups.map(({ names }) => names.join()).sort(),
      humans.map((_, n) => `BN${n}`).sort(),
      `run ${run}`,
    )
  }
})

test('what a facility says of its own numbers counts, unless the words speak against it', async () => {
  const [a, same, other] = await register.meet(
    aPerson({ citizenId: null, insuranceNumbers: [], localId: 'A' }),
    aPerson({ citizenId: null, insuranceNumbers: [], localId: 'B', birthDate: '1990' }),
    anotherPerson({ localId: 'C' }),
  )
  const say = (b: string, says: 'same' | 'different') =>
    register.db.transaction((tx) =>
      register.index.takeFacilityWord(
        tx,
        { a: a!.patientId, b, says, facilityCode: '99901', why: 'A40' },
        register.clock.now(),
      ),
    )
  await say(other!.patientId, 'same')
  await say(other!.patientId, 'same')
  assert.equal(
    (await register.reader.patientsOf(other!.personId)).length,
    1,
    'a stranger’s record is not shown',
  )
  assert.deepEqual(await register.reviews(), ['facility-word'], 'asked once')
  await say(same!.patientId, 'different')
  assert.notEqual((await register.reader.read(a!.personId))!.personId, same!.personId)
})

test('another model in force is met by doing the work again, under it', async () => {
  await register.meet(aPerson())
  await register.db.run(sql`update identity.model_version set state = 'past'`)
  await register.db.run(sql`
    insert into identity.model_version (number, version, state, made_at, current_since, learned, settings, phase, at_shard, at_record)
    select 9, 'other', 'current', made_at, made_at, '{}', settings, 'done', -1, 0 from identity.model_version`)
  await assert.rejects(() => register.meet(aPerson({ facilityCode: '99907' })))
  await register.db.run(sql`delete from identity.model_version where number = 9`)
  await register.db.run(sql`update identity.model_version set state = 'current'`)
  assert.equal(howMany(await register.meet(aPerson(), aPerson({ facilityCode: '99907' }))), 1)
})

function seeded(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

function shuffled<T>(list: readonly T[], random: (below: number) => number): T[] {
  const left = [...list]
  return list.map(() => left.splice(random(left.length), 1)[0]!)
}

test('whoever only reads goes on under another model soon after it has come into force', async (t) => {
  const own = await aRegister()
  t.after(() => own.close())
  await own.meet(aPerson())
  const { modelNumber } = await own.index.context()
  const settings = { ...shippedSettings(), persons: 900_000 }
  const links = await openLinkContext(own.db, openVietnameseModel(settings), {
    ...{ now: own.clock.now(), settings: writeSettings(settings) },
  })
  const options = { by: 'quản trị', why: 'thử', batch: 50, now: () => own.clock.now() }
  assert.ok((await reevaluate(own.db, links as LinkContext, options)).ok)
  assert.equal((await own.index.context()).modelNumber, modelNumber, 'a moment ago')
  own.clock.advance(10_000)
  assert.equal((await own.index.context()).modelNumber, links.modelNumber)
  const [found] = await own.reader.match(aPerson().words, { limit: 1, onlyCertain: true })
  assert.ok(found?.isCertain)
})
