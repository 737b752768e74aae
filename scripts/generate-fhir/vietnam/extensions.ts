import { extensions } from '#vocabulary/fhir'
import type { ProfileSource } from '../profile-source.ts'
import { ours } from './words.ts'

/** An extension with one value of one type. */
function simple(url: string, title: string, context: string, code: string): ProfileSource {
  return {
    id: url.slice(ours.length),
    type: 'Extension',
    title,
    description: `${title}.`,
    context: [context],
    differences: [
      { id: 'Extension', short: title, max: context === 'Element' ? '*' : '1' },
      { id: 'Extension.extension', max: '0' },
      { id: 'Extension.url', fixedUri: url },
      { id: 'Extension.value[x]', min: 1, type: [{ code }] },
    ],
  }
}

export const extensionProfiles: readonly ProfileSource[] = [
  simple(extensions.ethnicity, 'Dân tộc', 'Patient', 'CodeableConcept'),
  simple(extensions.occupation, 'Nghề nghiệp', 'Patient', 'CodeableConcept'),
  simple(extensions.provinceCode, 'Mã tỉnh, thành phố', 'Address', 'Coding'),
  simple(extensions.districtCode, 'Mã quận, huyện cũ', 'Address', 'Coding'),
  simple(extensions.wardCode, 'Mã xã, phường, đặc khu', 'Address', 'Coding'),
  simple(extensions.coverageRoute, 'Đối tượng đến khám bệnh, chữa bệnh', 'Encounter', 'CodeableConcept'),
  simple(extensions.registeredFacility, 'Nơi đăng ký khám bệnh, chữa bệnh ban đầu', 'Coverage', 'Reference'),
  simple(extensions.coPayExemptFrom, 'Ngày bắt đầu miễn cùng chi trả', 'Coverage', 'date'),
  simple(extensions.fiveYearsFrom, 'Ngày đủ năm năm tham gia liên tục', 'Coverage', 'date'),
  simple(extensions.temporaryCard, 'Thẻ tạm của trẻ sơ sinh', 'Coverage', 'boolean'),
  simple(
    extensions.diagnosisRank,
    'Thứ tự của bệnh trong lượt khám; 1 là bệnh chính',
    'Condition',
    'positiveInt',
  ),
  simple(extensions.strength, 'Hàm lượng', 'MedicationRequest', 'string'),
  simple(extensions.doseForm, 'Dạng bào chế', 'MedicationRequest', 'string'),
  simple(extensions.sentText, 'Giá trị đúng như bên gửi đã viết', 'Element', 'string'),
]
