import { codeSystems, extensions } from '#vocabulary/fhir'
import type { ProfileSource } from '../profile-source.ts'
import { extended, must, reference, sliced } from './words.ts'

/** What is done: visits, diagnoses, results, medicines. */
export const careProfiles: readonly ProfileSource[] = [
  {
    id: 'vn-encounter',
    type: 'Encounter',
    title: 'Lượt khám, đợt điều trị',
    description: 'Một lượt khám bệnh, chữa bệnh theo mã liên kết của cơ sở.',
    differences: [
      sliced('Encounter.extension', 'url'),
      extended('Encounter', 'coverageRoute', extensions.coverageRoute),
      must('Encounter.identifier', { min: 1 }),
      { id: 'Encounter.identifier.system', min: 1 },
      { id: 'Encounter.identifier.value', min: 1 },
      must('Encounter.type'),
      must('Encounter.subject', { min: 1, type: reference('vn-patient') }),
      must('Encounter.period'),
      must('Encounter.serviceProvider', { min: 1, type: reference('vn-organization') }),
    ],
  },
  {
    id: 'vn-observation-lab',
    type: 'Observation',
    title: 'Kết quả xét nghiệm',
    description: 'Một chỉ số xét nghiệm của người bệnh trong một lượt khám.',
    differences: [
      { ...sliced('Observation.category', '$this', 'pattern'), min: 1, mustSupport: true },
      must('Observation.category:laboratory', {
        min: 1,
        max: '1',
        patternCodeableConcept: { coding: [{ system: codeSystems.observationCategory, code: 'laboratory' }] },
      }),
      must('Observation.code'),
      must('Observation.code.text'),
      must('Observation.subject', { min: 1, type: reference('vn-patient') }),
      must('Observation.encounter'),
      must('Observation.effective[x]'),
      must('Observation.value[x]'),
    ],
  },
  {
    id: 'vn-condition',
    type: 'Condition',
    title: 'Chẩn đoán',
    description: 'Một bệnh của lượt khám theo mã ICD-10 mà Bộ Y tế ban hành.',
    differences: [
      sliced('Condition.extension', 'url'),
      extended('Condition', 'diagnosisRank', extensions.diagnosisRank),
      must('Condition.category', { min: 1 }),
      must('Condition.code', { min: 1 }),
      { ...sliced('Condition.code.coding', 'system'), min: 1 },
      must('Condition.code.coding:icd10', {
        min: 1,
        max: '1',
        short: 'Mã ICD-10',
        constraint: [
          {
            key: 'vn-icd-10',
            severity: 'warning',
            human: 'Mã ICD-10 gồm một chữ cái, hai chữ số, và có thể thêm dấu chấm với phần chi tiết',
            expression: "code.matches('^[A-Z][0-9]{2}([.][0-9A-Z]{1,4})?[*+†]?$')",
          },
        ],
      }),
      { id: 'Condition.code.coding:icd10.system', min: 1, fixedUri: codeSystems.icd10 },
      { id: 'Condition.code.coding:icd10.code', min: 1 },
      must('Condition.subject', { type: reference('vn-patient') }),
      must('Condition.encounter'),
    ],
  },
  {
    id: 'vn-medicationrequest',
    type: 'MedicationRequest',
    title: 'Y lệnh thuốc',
    description: 'Một thuốc được kê cho người bệnh, theo danh mục thuốc BHYT hoặc số đăng ký lưu hành.',
    differences: [
      sliced('MedicationRequest.extension', 'url'),
      extended('MedicationRequest', 'strength', extensions.strength),
      extended('MedicationRequest', 'doseForm', extensions.doseForm),
      must('MedicationRequest.medication[x]', { type: [{ code: 'CodeableConcept' }] }),
      { id: 'MedicationRequest.medication[x].text', min: 1, mustSupport: true },
      must('MedicationRequest.subject', { type: reference('vn-patient') }),
      must('MedicationRequest.encounter'),
      must('MedicationRequest.authoredOn'),
      must('MedicationRequest.requester'),
    ],
  },
]
