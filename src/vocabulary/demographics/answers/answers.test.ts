import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { extensions, identifierSystems } from '#vocabulary/fhir'
import { areEnoughWords, emptyWords, wordsOfPatient } from './index.ts'

test('a Patient is read into words, under our systems and those of other guides', () => {
  const words = wordsOfPatient({
    resourceType: 'Patient',
    identifier: [
      { system: identifierSystems.mrn('99901'), value: 'BN1' },
      { system: 'http://fhir.hl7.org.vn/core/sid/cccd', value: '079190999001' },
      { use: 'old', system: identifierSystems.oldIdCard, value: '024999001' },
      { system: identifierSystems.insuranceCard, value: 'GD4797999000001' },
      { system: identifierSystems.passport, value: 'C9990001' },
      { use: 'temp', value: 'không rõ' },
    ],
    name: [
      { use: 'old', text: 'Nguyễn Thị Cũ' },
      { family: 'Nguyễn', given: ['Thị', 'Thử'] },
    ],
    gender: 'female',
    birthDate: '1990-03',
    telecom: [
      { system: 'email', value: 'a@example.org' },
      { system: 'phone', value: '0900000001' },
    ],
    address: [
      {
        line: ['12 Lê Lợi'],
        city: 'Phường 1',
        state: 'Tỉnh Mẫu',
        extension: [{ url: extensions.wardCode, valueCoding: { code: '99901' } }],
      },
    ],
    extension: [
      {
        url: 'http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName',
        valueString: 'Trần Thị Mẹ',
      },
    ],
    multipleBirthInteger: 2,
  })
  assert.deepEqual(words, {
    ...emptyWords,
    fullName: 'Nguyễn Thị Thử',
    birthDate: '1990-03',
    sex: 'female',
    citizenNumber: '079190999001;024999001',
    insuranceNumber: 'GD4797999000001',
    passportNumber: 'C9990001',
    phone: '0900000001',
    address: {
      text: '12 Lê Lợi, Phường 1, Tỉnh Mẫu',
      provinceCode: null,
      districtCode: null,
      wardCode: '99901',
    },
    mother: { fullName: 'Trần Thị Mẹ', citizenNumber: null },
    birthOrder: 2,
  })
})

test('whatever stands in a Patient, reading it never fails and stays short', () => {
  const piece = fc.oneof(fc.anything(), fc.constant('x'.repeat(100_000)))
  const list = fc.oneof(piece, fc.array(fc.dictionary(fc.constantFrom('system', 'value', 'use'), piece)))
  const names = ['identifier', 'name', 'gender', 'birthDate', 'telecom', 'address', 'extension'] as const
  const patient = fc.record(Object.fromEntries(names.map((name) => [name, list])))
  fc.assert(
    fc.property(fc.oneof(patient, fc.anything()), (sent) => {
      const words = wordsOfPatient(sent)
      assert.ok(JSON.stringify(words).length < 50_000)
      assert.equal(typeof areEnoughWords(words), 'boolean')
    }),
  )
})

test('a name with a date of birth is enough, or a number; less is looking around', () => {
  const enough = (words: object) => areEnoughWords({ ...emptyWords, ...words })
  assert.ok(enough({ fullName: 'Nguyễn Thử', birthDate: '1990' }))
  assert.ok(enough({ citizenNumber: '079190999001' }))
  assert.ok(enough({ insuranceNumber: 'GD 4 79 7999000001' }))
  for (const few of [
    {},
    { fullName: 'Nguyễn Thị Thử' },
    { fullName: 'Nguyễn', birthDate: '1990-03-15' },
    { fullName: 'Nguyễn *', birthDate: '1990-03-15' },
    { fullName: 'Nguyễn Thị Thử', birthDate: '--03' },
    { birthDate: '1990-03-15', sex: 'female', phone: '0900000001' },
    { citizenNumber: '079' },
    { citizenNumber: '--------' },
  ])
    assert.ok(!enough(few), JSON.stringify(few))
})
