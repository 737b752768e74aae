import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from '#foundation/db'
import type { IncomingPerson } from './index.ts'
import { anotherPerson, aPerson, aRegister, type Register } from './testing.ts'

let register: Register
before(async () => {
  register = await aRegister()
})
beforeEach(() => register.empty())
after(() => register.close())

test('eight facilities that meet one citizen number at the same moment make one person', async () => {
  const facilities = Array.from({ length: 8 }, (_, n) => `9990${n + 1}`)
  const answers = await Promise.all(
    facilities.map((facilityCode, n) => register.meetTogether(aPerson({ facilityCode, localId: `BN${n}` }))),
  )
  assert.equal(new Set(answers.flat().map((a) => a.personId)).size, 1)
  const { n } = await register.db.one<{ n: string }>(sql`select count(*) as n from identity.person`)
  assert.equal(n, '1')
  const person = await register.reader.read(answers[0]![0]!.personId)
  assert.deepEqual(person!.facilities.toSorted(), facilities, 'no writer undid another’s card')
})

test('eight messages of one local number at the same moment make one patient', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => register.meetTogether(aPerson())))
  assert.equal(new Set(answers.flat().map((a) => a.patientId)).size, 1)
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
    'Đỗ Thị Ước Lượng',
    'do thi uoc luong',
    'DO THI UOC',
    'ước lượng',
    'luong do',
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
    '990190000001',
    '9901 9000 0001',
    '990-190-000-001',
    'GD4797999000001',
    'gd 4 79 7999000001',
    '7999000001',
  ])
    assert.deepEqual(
      (await register.reader.find(query, 5)).map((p) => p.personId),
      [a!.personId],
      query,
    )
  for (const query of ['99019000000', '1', 'GD479799900000', '0'.repeat(12)])
    assert.deepEqual(await register.reader.find(query, 5), [], query)
})

test('a person id that nobody has, or that is none, is nobody', async () => {
  for (const id of ['', 'x', '01980000-0000-8000-8000-000000000000', "' or 1=1"])
    assert.equal(await register.reader.read(id), null)
})

/**
 * What the README promises of order: every message of a human carries the citizen number, or none of that human's do
 * and all carry the card. Then who is one person does not depend on who came first. (A human seen once with the card
 * only and once with the citizen number only, before a message that carries both, stays two persons for a human to
 * join: the last test.)
 */
test('in whatever order consistent messages arrive, alone or in batches, the same people come of them', async () => {
  const random = seeded(7)
  const humans = Array.from({ length: 12 }, (_, n) => ({
    citizenId: n % 3 === 2 ? null : `9901${String(90_000_000 + n)}`,
    card: n % 4 === 3 && n % 3 !== 2 ? null : `99000001${String(n).padStart(2, '0')}`,
    fullName: `NGUYỄN THỊ ${'ABCDEFGHIKLM'[n]}`,
    birthDate: `${1950 + n * 3}-01-01`,
  }))
  const messages: (IncomingPerson & { human: number })[] = humans.flatMap(({ card, ...says }, human) =>
    Array.from({ length: 4 }, (_, visit) => ({
      ...aPerson({
        ...says,
        facilityCode: `9990${1 + ((human + visit) % 3)}`,
        localId: `BN${human}`,
        insuranceNumbers: card && (says.citizenId === null || visit % 2 === 0) ? [card] : [],
        seenAt: `2026-0${1 + visit}-01T00:00:00.000Z`,
      }),
      human,
    })),
  )
  for (let run = 0; run < 6; run += 1) {
    await register.empty()
    const order = shuffled(messages, random)
    const size = 1 + random(7)
    for (let at = 0; at < order.length; at += size) await register.meetTogether(...order.slice(at, at + size))
    const rows = await register.db.many<{ local_id: string; person_id: string }>(
      sql`select local_id, person_id from identity.patient`,
    )
    const partition = new Map<string, Set<string>>()
    for (const { local_id, person_id } of rows)
      partition.set(local_id, (partition.get(local_id) ?? new Set()).add(person_id))
    assert.deepEqual(
      [...partition.values()].map((ids) => ids.size),
      humans.map(() => 1),
      `run ${run}: one human, one person`,
    )
    assert.equal(
      new Set(rows.map((r) => r.person_id)).size,
      humans.length,
      `run ${run}: two humans, two persons`,
    )
    assert.deepEqual(await register.reviews(), [])
  }
})

test('card only, then citizen number only, then both: two persons stay, and a human is asked', async () => {
  const [a, b, c] = await register.meet(
    aPerson({ citizenId: null }),
    aPerson({ facilityCode: '99902', insuranceNumbers: [] }),
    aPerson({ facilityCode: '99903' }),
  )
  assert.notEqual(a!.personId, b!.personId)
  assert.equal(c!.personId, b!.personId)
  assert.deepEqual(await register.reviews(), ['two-numbers-two-persons'])
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
