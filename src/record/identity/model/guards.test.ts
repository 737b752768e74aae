import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DemographicRecord } from '#vocabulary/demographics'
import { linkRecords } from './link-records.ts'
import { aModel, aMother, aRecordOf, quaGiang, thachThang } from './testing.ts'

const model = aModel()
const judged = (a: Partial<DemographicRecord>, b: Partial<DemographicRecord>) => {
  const { outcome, guard, weight } = model.judge(
    model.featuresOf(aRecordOf(a)),
    model.featuresOf(aRecordOf(b)),
  )
  return { outcome, guard, weight }
}
const says = (a: Partial<DemographicRecord>, b: Partial<DemographicRecord>) => {
  const { outcome, guard } = judged(a, b)
  return `${outcome} ${guard ?? '-'}`
}
const groupsOf = (...records: Partial<DemographicRecord>[]) =>
  linkRecords(
    records.map((words, at) => ({ key: String(at), words: aRecordOf(words) })),
    model,
  )
    .groups.map((group) => group.join(''))
    .sort()

const family = { phone: '0905123456', address: thachThang, mother: aMother() }
const child = { ...family, birthDate: '02/03/2018', recordedOn: '2024-05-20' }

test('one citizen number with name and birth is one human, whatever else is missing', () => {
  assert.equal(says({ citizenNumber: '048085001234' }, { citizenNumber: '048085001234' }), 'auto -')
})

test('the same rare name and birth date alone is never joined: a person looks, or nobody', () => {
  const bare = judged({ fullName: 'Nghiêm Triều Vỹ' }, { fullName: 'Nghiêm Triều Vỹ' })
  assert.equal(bare.outcome, 'review')
  assert.equal(bare.guard, 'name-and-birth-only')
  assert.equal(says({ fullName: 'Nguyễn Văn Hùng' }, { fullName: 'Nguyễn Văn Hùng' }).split(' ')[0], 'none')
})

test('name, birth and phone, or name, birth and commune, are three kinds of evidence and join', () => {
  assert.equal(says({ phone: '0905123456' }, { phone: '+84 905 123 456' }), 'auto -')
  assert.equal(says({ address: thachThang }, { address: thachThang }), 'auto -')
})

test('a namesake of the same day in another commune is not joined and nobody is asked', () => {
  assert.equal(says({ address: thachThang }, { address: quaGiang }), 'none name-and-birth-elsewhere')
})

test('twins Uy and Duy share house, phone, mother and day, and stay two', () => {
  const uy = { ...child, fullName: 'Trần Quốc Uy' }
  const duy = { ...child, fullName: 'Trần Quốc Duy' }
  assert.notEqual(judged(uy, duy).outcome, 'auto')
  assert.deepEqual(groupsOf(uy, duy, { ...uy, mother: null }, { ...duy, mother: null }), ['02', '13'])
})

test('twins Hùng and Hưng stay two, also when somebody writes HUNG between them', () => {
  const groups = groupsOf(
    { ...child, fullName: 'Trần Quốc Hùng' },
    { ...child, fullName: 'Trần Quốc Hưng' },
    { ...child, fullName: 'TRAN QUOC HUNG' },
  )
  assert.ok(!groups.some((group) => group.includes('0') && group.includes('1')), groups.join(' '))
})

test('twins are told apart by their order where both are still without a name', () => {
  const first = { ...child, fullName: 'Con bà Lê Thị Sương 1', birthOrder: 1 }
  const second = { ...child, fullName: 'Con bà Lê Thị Sương 2', birthOrder: 2 }
  assert.equal(says(first, second), 'apart birth-order')
})

test('a newborn without a name is joined by mother, day and stated order, or by its own number, and by nothing less', () => {
  const unnamed = { ...child, fullName: 'CB Lê Thị Sương' }
  assert.equal(says(unnamed, { ...child, fullName: 'Trần Quốc Uy' }), 'review newborn')
  assert.equal(
    says({ ...unnamed, birthOrder: 1 }, { ...child, fullName: 'Trần Quốc Uy', birthOrder: 1 }),
    'auto -',
  )
  const numbered = { insuranceNumber: 'TE1489912345678' }
  assert.equal(
    says({ ...unnamed, ...numbered }, { ...child, fullName: 'Trần Quốc Uy', ...numbered }),
    'auto -',
  )
})

test('a mark in a placeholder keeps two children apart but does not make two records one', () => {
  const marked = { ...child, fullName: 'CB Lê Thị Sương (1)' }
  assert.equal(says(marked, marked), 'review newborn')
})

test('a mother is never joined with the newborn that is written under her name', () => {
  const mother = {
    fullName: 'Lê Thị Sương',
    birthDate: '1990',
    sex: 'female' as const,
    citizenNumber: '048190000123',
    phone: family.phone,
    address: thachThang,
  }
  const born = { ...child, fullName: 'CON BÀ LÊ THỊ SƯƠNG', citizenNumber: '048190000123' }
  assert.notEqual(judged(mother, born).outcome, 'auto')
  assert.deepEqual(groupsOf(mother, born), ['0', '1'])
})

test('father and son of one name stay two, also with one phone and one house', () => {
  const father = { ...family, mother: null, birthDate: '05/06/1970' }
  const son = { ...family, mother: null, birthDate: '05/06/1998' }
  assert.ok(['apart', 'none'].includes(judged(father, son).outcome))
  assert.deepEqual(groupsOf(father, son), ['0', '1'])
})

test("a child with its mother's number is not the mother, nor is the number the child's", () => {
  const born = { ...child, fullName: 'Trần Quốc Uy', citizenNumber: '048190000123', mother: null }
  const features = model.featuresOf(aRecordOf(born))
  assert.deepEqual(features.numbers.citizenId.values, [])
  assert.deepEqual(features.guardians, [48190000123])
})

test('a number in common with another given name and another year was borrowed', () => {
  const card = { insuranceNumber: 'DN4489912345678' }
  const { outcome } = judged(
    { ...card, birthDate: '1985' },
    { ...card, fullName: 'Lê Thị Mận', birthDate: '1979' },
  )
  assert.ok(outcome === 'apart' || outcome === 'none')
  assert.deepEqual(
    groupsOf({ ...card, birthDate: '1985' }, { ...card, fullName: 'Lê Thị Mận', birthDate: '1979' }),
    ['0', '1'],
  )
})

test('two different citizen numbers are two humans for the computer; with all else alike a person looks', () => {
  const one = { ...family, citizenNumber: '048085001234' }
  const two = { ...family, citizenNumber: '048085009876' }
  assert.notEqual(judged(one, two).outcome, 'auto')
  assert.equal(
    judged({ ...one, insuranceNumber: '4812345678' }, { ...two, insuranceNumber: '4812345678' }).guard,
    'citizen-number-conflict',
  )
  assert.deepEqual(groupsOf(one, two), ['0', '1'])
})

test('a record between two citizen numbers does not bridge them', () => {
  const groups = groupsOf(
    { ...family, citizenNumber: '048085001234' },
    { ...family, citizenNumber: '048085009876' },
    family,
  )
  assert.equal(groups.length, 2)
})

test('the old CMND and the citizen number never contradict each other', () => {
  assert.equal(
    says({ ...family, citizenNumber: '201234567' }, { ...family, citizenNumber: '048085001234' }),
    'auto -',
  )
})

test('a reissued insurance number is looked at by a person when no other number agrees', () => {
  const one = { ...family, insuranceNumber: 'DN4484812345678' }
  const two = { ...family, insuranceNumber: 'DN4484887654321' }
  assert.equal(says(one, two), 'review insurance-number-conflict')
  const number = { citizenNumber: '048085001234' }
  assert.equal(says({ ...one, ...number }, { ...two, ...number }), 'auto -')
})

test('a slip that makes no Vietnamese word is a slip; another name is another name', () => {
  assert.equal(
    says({ ...family, fullName: 'Trần Quốc Khải' }, { ...family, fullName: 'Trần Quốc Khảif' }).split(' ')[0],
    'auto',
  )
  assert.notEqual(
    judged({ ...family, fullName: 'Trần Quốc Khải' }, { ...family, fullName: 'Trần Quốc Thái' }).outcome,
    'auto',
  )
})

test('everybody named NGUYỄN VĂN A on 01/01 with one dummy number is nobody in particular', () => {
  const nobody = { fullName: 'NGUYỄN VĂN A', birthDate: '01/01/1990', citizenNumber: '000000000000' }
  assert.equal(groupsOf(...Array.from({ length: 40 }, () => nobody)).length, 40)
})

test('records that say nothing are joined with nobody', () => {
  const nothing = { fullName: null, birthDate: null, sex: 'unknown' as const }
  assert.equal(groupsOf(...Array.from({ length: 20 }, () => nothing)).length, 20)
})
