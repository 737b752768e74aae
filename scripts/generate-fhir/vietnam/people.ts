import { codeSystems, extensions, identifierSystems } from '#vocabulary/fhir'
import type { ProfileSource } from '../profile-source.ts'
import { citizenId, facilityCode, insuranceCard, insuranceNumber, oldIdCard } from './numbers.ts'
import { extended, must, numbered, reference, sliced } from './words.ts'

/** Who: people, their cards, the facilities and those who work there. */
export const peopleProfiles: readonly ProfileSource[] = [
  {
    id: 'vn-patient',
    type: 'Patient',
    title: 'Người bệnh',
    description:
      'Người bệnh tại một cơ sở: số định danh cá nhân, mã số BHXH, nơi ở theo mã đơn vị hành chính.',
    differences: [
      sliced('Patient.extension', 'url'),
      extended('Patient', 'ethnicity', extensions.ethnicity),
      extended('Patient', 'occupation', extensions.occupation),
      { ...sliced('Patient.identifier', 'system'), min: 1, mustSupport: true },
      ...numbered(
        'Patient.identifier:citizenId',
        'Số định danh cá nhân',
        identifierSystems.citizenId,
        citizenId,
        {
          max: '1',
        },
      ),
      ...numbered('Patient.identifier:oldIdCard', 'Số CMND', identifierSystems.oldIdCard, oldIdCard),
      ...numbered('Patient.identifier:passport', 'Số hộ chiếu', identifierSystems.passport, null),
      ...numbered(
        'Patient.identifier:insuranceNumber',
        'Mã số BHXH',
        identifierSystems.insuranceNumber,
        insuranceNumber,
      ),
      ...numbered(
        'Patient.identifier:insuranceCard',
        'Mã thẻ BHYT',
        identifierSystems.insuranceCard,
        insuranceCard,
      ),
      must('Patient.name'),
      must('Patient.name.text'),
      must('Patient.gender', { min: 1 }),
      must('Patient.birthDate'),
      must('Patient.address'),
      sliced('Patient.address.extension', 'url'),
      extended('Patient.address', 'province', extensions.provinceCode),
      extended('Patient.address', 'district', extensions.districtCode),
      extended('Patient.address', 'ward', extensions.wardCode),
    ],
  },
  {
    id: 'vn-coverage',
    type: 'Coverage',
    title: 'Thẻ bảo hiểm y tế',
    description: 'Quyền lợi BHYT của một người trong một khoảng thời gian.',
    differences: [
      sliced('Coverage.extension', 'url'),
      extended('Coverage', 'registeredFacility', extensions.registeredFacility),
      extended('Coverage', 'coPayExemptFrom', extensions.coPayExemptFrom),
      extended('Coverage', 'fiveYearsFrom', extensions.fiveYearsFrom),
      extended('Coverage', 'temporaryCard', extensions.temporaryCard),
      { ...sliced('Coverage.identifier', 'system'), min: 1, mustSupport: true },
      ...numbered(
        'Coverage.identifier:insuranceCard',
        'Mã thẻ BHYT',
        identifierSystems.insuranceCard,
        insuranceCard,
      ),
      ...numbered(
        'Coverage.identifier:insuranceNumber',
        'Mã số BHXH',
        identifierSystems.insuranceNumber,
        insuranceNumber,
      ),
      ...numbered(
        'Coverage.identifier:citizenId',
        'Số định danh cá nhân dùng thay thẻ (NĐ 188/2025)',
        identifierSystems.citizenId,
        citizenId,
      ),
      must('Coverage.type', {
        min: 1,
        patternCodeableConcept: { coding: [{ system: codeSystems.actCode, code: 'PUBLICPOL' }] },
      }),
      must('Coverage.subscriberId', { min: 1 }),
      must('Coverage.beneficiary', { type: reference('vn-patient') }),
      must('Coverage.period'),
      { ...sliced('Coverage.class', 'type', 'pattern'), mustSupport: true },
      must('Coverage.class:group', { short: 'Đối tượng', max: '1' }),
      {
        id: 'Coverage.class:group.type',
        patternCodeableConcept: { coding: [{ system: codeSystems.coverageClassStandard, code: 'group' }] },
      },
      { id: 'Coverage.class:group.value', maxLength: 2 },
      must('Coverage.class:plan', { short: 'Mức hưởng', max: '1' }),
      {
        id: 'Coverage.class:plan.type',
        patternCodeableConcept: { coding: [{ system: codeSystems.coverageClassStandard, code: 'plan' }] },
      },
      { id: 'Coverage.class:plan.value', maxLength: 1 },
    ],
  },
  {
    id: 'vn-organization',
    type: 'Organization',
    title: 'Cơ sở khám bệnh, chữa bệnh',
    description: 'Một cơ sở có mã do cơ quan BHXH và Bộ Y tế cấp.',
    differences: [
      { ...sliced('Organization.identifier', 'system'), min: 1, mustSupport: true },
      ...numbered('Organization.identifier:facility', 'Mã cơ sở', identifierSystems.facility, facilityCode, {
        min: 1,
        max: '1',
      }),
      must('Organization.name'),
    ],
  },
  {
    id: 'vn-practitioner',
    type: 'Practitioner',
    title: 'Người hành nghề',
    description: 'Người hành nghề có số giấy phép hành nghề hoặc mã số BHXH.',
    differences: [
      { ...sliced('Practitioner.identifier', 'system'), min: 1, mustSupport: true },
      ...numbered(
        'Practitioner.identifier:licence',
        'Số giấy phép hành nghề',
        identifierSystems.licence,
        null,
      ),
      ...numbered(
        'Practitioner.identifier:insuranceNumber',
        'Mã số BHXH',
        identifierSystems.insuranceNumber,
        insuranceNumber,
      ),
      must('Practitioner.name'),
    ],
  },
]
