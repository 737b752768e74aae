import assert from 'node:assert/strict'
import { test } from 'node:test'
import type {
  Condition,
  Encounter,
  MedicationRequest,
  Observation,
  Patient,
  Practitioner,
  Resource,
} from 'fhir/r4'
import { codeSystems, identifierSystems } from '#vocabulary/fhir'
import { draftVisit } from './draft-visit.ts'

const patient: Patient = {
  resourceType: 'Patient',
  id: 'p1',
  identifier: [
    { system: identifierSystems.mrn('99901'), value: 'BN1' },
    { system: identifierSystems.citizenId, value: '079190999001' },
  ],
  name: [{ family: 'NGUYỄN', given: ['THỊ', 'THỬ'] }],
  gender: 'female',
  birthDate: '1990-03-15',
}
const encounter: Encounter = {
  resourceType: 'Encounter',
  id: 'e1',
  identifier: [{ system: 'urn:his:visit', value: 'V-77' }],
  status: 'finished',
  class: { system: codeSystems.actCode, code: 'IMP' },
  subject: { reference: 'Patient/p1' },
  // Written by a server that keeps UTC.
  period: { start: '2025-09-10T01:05:00Z', end: '2025-09-12T02:00:00Z' },
}
const doctor: Practitioner = {
  resourceType: 'Practitioner',
  id: 'd1',
  identifier: [{ system: identifierSystems.licence, value: '000901/HCM-CCHN' }],
}
const order: MedicationRequest = {
  resourceType: 'MedicationRequest',
  id: 'm1',
  status: 'completed',
  intent: 'order',
  medicationCodeableConcept: {
    coding: [{ system: codeSystems.drug, code: '40.48' }],
    text: 'Paracetamol 500mg',
  },
  subject: { reference: 'Patient/p1' },
  authoredOn: '2025-09-10T08:30:00+07:00',
  requester: { reference: 'Practitioner/d1' },
  dispenseRequest: { quantity: { value: 10, unit: 'Viên' } },
}
const result: Observation = {
  resourceType: 'Observation',
  id: 'o1',
  status: 'final',
  category: [{ coding: [{ system: codeSystems.observationCategory, code: 'laboratory' }] }],
  code: { text: 'Glucose' },
  subject: { reference: 'Patient/p1' },
  effectiveDateTime: '2025-09-10T09:00:00+07:00',
  valueQuantity: { value: 5.6, unit: 'mmol/L' },
}
const foreign = (...resources: Resource[]) =>
  resources.map((resource) => ({ resource, table: null, row: null }))

test('a visit that came by FHIR is said as far as it can be, under the norm of its day', () => {
  const { message } = draftVisit({
    facilityCode: '99901',
    patient,
    resources: foreign(encounter, doctor, order, { ...order, id: 'm2' }, result),
  })
  assert.deepEqual([message.norm, message.visitLinkId], ['3176', 'V-77'])
  const { XML1, XML2, XML4 } = message.tables
  const summary = XML1![0]!.values
  assert.deepEqual(
    [summary.MA_LK, summary.HO_TEN, summary.NGAY_SINH, summary.GIOI_TINH, summary.MA_LOAI_KCB],
    ['V-77', 'NGUYỄN THỊ THỬ', '199003150000', '2', '03'],
  )
  assert.deepEqual([summary.NGAY_VAO, summary.NGAY_RA], ['202509100805', '202509120900'])
  assert.deepEqual(
    XML2!.map(({ row, values }) => [row, values.STT, values.MA_THUOC, values.MA_BAC_SI, values.SO_LUONG]),
    [
      [1, '1', '40.48', '000901/HCM-CCHN', '10'],
      [2, '2', '40.48', '000901/HCM-CCHN', '10'],
    ],
  )
  assert.deepEqual(
    [XML4![0]!.values.TEN_CHI_SO, XML4![0]!.values.GIA_TRI, XML4![0]!.values.NGAY_KQ],
    ['Glucose', '5.6', '202509100900'],
  )
})

test('what a valid file still lacks is told field by field, and nothing is made up for it', () => {
  const { message, missing } = draftVisit({ facilityCode: '99901', patient, resources: foreign(encounter) })
  const fields = missing.map(({ field }) => field)
  for (const field of ['MA_BENH_CHINH', 'MA_DOITUONG_KCB', 'KET_QUA_DTRI', 'T_TONGCHI_BV']) {
    assert.ok(fields.includes(field), field)
    assert.equal(message.tables.XML1![0]!.values[field], undefined)
  }
  assert.equal(
    missing.find(({ field }) => field === 'MA_BENH_CHINH')!.message,
    'Bảng XML1, dòng 1: thiếu mã bệnh chính (MA_BENH_CHINH), trường bắt buộc theo quy định.',
  )
})

test('the disease of rank 1 is the main one when no role says so; an admission diagnosis is none', () => {
  const disease = (id: string, code: string, text: string): Condition => ({
    resourceType: 'Condition',
    id,
    subject: { reference: 'Patient/p1' },
    code: { coding: [{ system: codeSystems.icd10, code }], text },
  })
  const diagnosed: Encounter = {
    ...encounter,
    diagnosis: [
      { condition: { reference: 'Condition/c2' }, rank: 2 },
      { condition: { reference: 'Condition/c1' }, rank: 1 },
      {
        condition: { reference: 'Condition/c0' },
        use: { coding: [{ system: codeSystems.diagnosisRole, code: 'AD' }] },
        rank: 1,
      },
    ],
  }
  const { message } = draftVisit({
    facilityCode: '99901',
    patient,
    resources: foreign(
      diagnosed,
      disease('c0', 'R05', 'Ho'),
      disease('c1', 'J20.9', 'Viêm phế quản cấp'),
      disease('c2', 'I10', 'Tăng huyết áp'),
    ),
  })
  const { MA_BENH_CHINH, MA_BENH_KT, CHAN_DOAN_RV } = message.tables.XML1![0]!.values
  assert.deepEqual([MA_BENH_CHINH, MA_BENH_KT, CHAN_DOAN_RV], ['J20.9', 'I10', 'Viêm phế quản cấp'])
})

test('a class that several visit types share names none of them', () => {
  const walkIn = { ...encounter, class: { system: codeSystems.actCode, code: 'AMB' } }
  const { missing } = draftVisit({ facilityCode: '99901', patient, resources: foreign(walkIn) })
  assert.ok(missing.some(({ field }) => field === 'MA_LOAI_KCB'))
})

test('without a visit there is no summary, and the list says so', () => {
  const { missing } = draftVisit({ facilityCode: '99901', patient, resources: foreign(result) })
  assert.match(missing[0]!.message, /XML1/)
})
