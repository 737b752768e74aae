import type { DemographicRecord } from '#vocabulary/demographics'

/** A record that says nothing, for those who fill in what they were told. */
export const emptyWords: DemographicRecord = {
  fullName: null,
  birthDate: null,
  sex: 'unknown',
  citizenNumber: null,
  insuranceNumber: null,
  passportNumber: null,
  birthCertificateNumber: null,
  phone: null,
  address: { text: null, provinceCode: null, districtCode: null, wardCode: null },
  mother: null,
  father: null,
  birthOrder: null,
  recordedOn: null,
}
