import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { explainPerson } from './explain-person.ts'
import { merge } from './links/index.ts'
import { aPerson, aRegister, type Register } from './testing.ts'

let register: Register
before(async () => {
  register = await aRegister()
})
beforeEach(() => register.empty())
after(() => register.close())

const explain = (ids: readonly string[]) => explainPerson(register.db, register.index, ids)
const sentences = (told: { readonly lines: readonly { readonly sentence: string }[] }) =>
  told.lines.map(({ sentence }) => sentence)

test('each record is told beside the one it is most like, the strongest first', async () => {
  const [a, b, c] = await register.meet(
    aPerson({ insuranceNumbers: [] }),
    aPerson({ facilityCode: '99902', words: { phone: '0900000001' } }),
    aPerson({ facilityCode: '99903', citizenId: null, words: { phone: '0900000001' } }),
  )
  assert.equal(new Set([a!.personId, b!.personId, c!.personId]).size, 1)
  const { first, others, more } = await explain([c!.patientId, a!.patientId, b!.patientId])
  assert.deepEqual([first, more], [a!.patientId, 0])
  assert.deepEqual(
    others.map((each) => [each.patientId, each.withPatientId]),
    [
      [b!.patientId, a!.patientId],
      [c!.patientId, b!.patientId],
    ],
    'the third has no number in common with the first',
  )
  assert.ok(sentences(others[0]!).includes('Số CCCD trùng'))
  assert.ok(sentences(others[1]!).includes('Số BHXH trùng'))
  assert.ok(others.every(({ chance, decided }) => chance > 0.9 && decided === null))
})

test('where a person has said that two are one, that comes before any weight', async () => {
  const [a, b] = await register.meet(
    aPerson({ citizenId: null, insuranceNumbers: [] }),
    aPerson({ facilityCode: '99902', citizenId: null, insuranceNumbers: [], birthDate: '1991' }),
  )
  assert.notEqual(a!.personId, b!.personId)
  const two = { a: a!.patientId, b: b!.patientId, by: 'Trần Thị Lan', why: 'Đã xem giấy tờ' }
  const merged = await register.db.transaction(async (tx) =>
    merge(tx, two, await register.index.context(), register.clock.now()),
  )
  assert.ok(merged.ok)
  const { others } = await explain([a!.patientId, b!.patientId])
  assert.deepEqual(others[0]!.decided?.by, 'Trần Thị Lan')
})

test('one record alone, none, ids of nobody, and more than are compared', async () => {
  const met = await register.meet(
    ...Array.from({ length: 43 }, (_, n) => aPerson({ facilityCode: '99901', localId: `R${10 + n}` })),
  )
  const ids = met.map(({ patientId }) => patientId)
  assert.deepEqual(await explain([]), { first: null, others: [], more: 0 })
  assert.deepEqual(await explain(['x', '01a20068-0000-8000-8000-000000000000']), {
    ...{ first: null, others: [], more: 0 },
  })
  assert.deepEqual((await explain(ids.slice(0, 1))).others, [])
  const many = await explain([...ids, ...ids])
  assert.deepEqual([many.others.length, many.more], [39, 3])
})
