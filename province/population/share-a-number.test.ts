import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DemographicRecord } from '#vocabulary/demographics'
import { shareANumber } from './share-a-number.ts'
import { aPopulation } from './testing.ts'

const nobody: DemographicRecord = {
  fullName: 'Trần Văn An',
  birthDate: '01/02/2024',
  sex: 'male',
  citizenNumber: null,
  insuranceNumber: null,
  passportNumber: null,
  birthCertificateNumber: null,
  phone: '0990000001',
  address: { text: null, provinceCode: null, districtCode: null, wardCode: null },
  mother: null,
  father: null,
  birthOrder: null,
  recordedOn: '2025-01-01',
}
const share = (one: Partial<DemographicRecord>, other: Partial<DemographicRecord>) =>
  shareANumber({ ...nobody, ...one }, { ...nobody, ...other })

test('a number is shared in all the ways it is written', () => {
  assert.ok(share({ citizenNumber: '079 190 999 001' }, { citizenNumber: '79190999001' }))
  assert.ok(share({ insuranceNumber: 'GD4799912345678' }, { insuranceNumber: 'HS4010000000000;9912345678' }))
  assert.ok(share({ insuranceNumber: '079190999001' }, { citizenNumber: '079190999001' }))
  const mother = { fullName: 'Lê Thị Hoa', citizenNumber: '079190999001' }
  assert.ok(share({ mother, birthOrder: 1 }, { mother, birthOrder: 1, birthDate: '202402011530' }))
})

test('names, phones, a mother without order and numbers that fill a box are not', () => {
  assert.ok(!share({}, {}))
  assert.ok(!share({ citizenNumber: '000000000000' }, { citizenNumber: '000000000000' }))
  assert.ok(!share({ citizenNumber: '123456789012' }, { citizenNumber: '123456789012' }))
  const mother = { fullName: 'Lê Thị Hoa', citizenNumber: '079190999001' }
  assert.ok(!share({ mother }, { mother }))
  assert.ok(!share({ mother, birthOrder: 1 }, { mother, birthOrder: 2 }))
})

test('hardly any twins share one, and only by a parent’s number or a wrong digit', () => {
  const { households, records } = aPopulation({ persons: 4000, seed: 11, hard: 0.3 })
  let [pairs, shared] = [0, 0]
  for (const { persons } of households.flatMap(({ cases }) => cases.filter(({ kind }) => kind === 'twins'))) {
    const [ones, others] = persons.map((number) =>
      records.filter(({ personNumber }) => personNumber === number),
    )
    for (const one of ones!)
      for (const other of others!) {
        pairs += 1
        if (!shareANumber(one.record, other.record)) continue
        shared += 1
        assert.ok([...one.faults, ...other.faults].includes('parent-number'))
      }
  }
  assert.ok(pairs > 200 && shared / pairs < 0.01, `${shared} of ${pairs}`)
})
