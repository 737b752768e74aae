import type { DemographicRecord, RelativeNamed } from '../demographics.types.ts'

/** The columns of a file of records, in the order in which they are written; a reader finds them by name. */
export const recordColumns = [
  'recordId',
  'facilityCode',
  'localId',
  'fullName',
  'birthDate',
  'sex',
  'citizenNumber',
  'insuranceNumber',
  'passportNumber',
  'birthCertificateNumber',
  'phone',
  'addressText',
  'provinceCode',
  'districtCode',
  'wardCode',
  'motherName',
  'motherCitizenNumber',
  'fatherName',
  'fatherCitizenNumber',
  'birthOrder',
  'recordedOn',
] as const

export type RecordColumn = (typeof recordColumns)[number]

/** The cells of a record, from `fullName` on. */
export const cellsOf = (record: DemographicRecord): readonly (string | number | null)[] => [
  record.fullName,
  record.birthDate,
  record.sex,
  record.citizenNumber,
  record.insuranceNumber,
  record.passportNumber,
  record.birthCertificateNumber,
  record.phone,
  record.address.text,
  record.address.provinceCode,
  record.address.districtCode,
  record.address.wardCode,
  record.mother?.fullName ?? null,
  record.mother?.citizenNumber ?? null,
  record.father?.fullName ?? null,
  record.father?.citizenNumber ?? null,
  record.birthOrder,
  record.recordedOn,
]

/** A cell by the name of its column: null when there is no such column or nothing in it. */
export type Cell<Column extends string = string> = (column: Column) => string | null

export function recordOf(cell: Cell<RecordColumn>): DemographicRecord {
  return {
    fullName: cell('fullName'),
    birthDate: cell('birthDate'),
    sex: sexOf(cell('sex')),
    citizenNumber: cell('citizenNumber'),
    insuranceNumber: cell('insuranceNumber'),
    passportNumber: cell('passportNumber'),
    birthCertificateNumber: cell('birthCertificateNumber'),
    phone: cell('phone'),
    address: {
      text: cell('addressText'),
      provinceCode: cell('provinceCode'),
      districtCode: cell('districtCode'),
      wardCode: cell('wardCode'),
    },
    mother: relativeOf(cell('motherName'), cell('motherCitizenNumber')),
    father: relativeOf(cell('fatherName'), cell('fatherCitizenNumber')),
    birthOrder: /^[1-9]$/.test(cell('birthOrder') ?? '') ? Number(cell('birthOrder')) : null,
    recordedOn: cell('recordedOn'),
  }
}

const sexOf = (text: string | null): DemographicRecord['sex'] =>
  text === 'male' || text === 'female' || text === 'other' ? text : 'unknown'

const relativeOf = (fullName: string | null, citizenNumber: string | null): RelativeNamed | null =>
  fullName === null && citizenNumber === null ? null : { fullName, citizenNumber }
