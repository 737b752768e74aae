import type { DemographicAddress, DemographicRecord, RelativeNamed } from '#vocabulary/demographics'
import { emptyWords } from '#vocabulary/demographics/answers'
import { openVietnameseModel } from './open-model.ts'
import { priorModel } from './prior-model.ts'

/** Two former wards of Đà Nẵng that lie in different communes of today. */
export const thachThang: DemographicAddress = place('20194', '490', '48')
export const quaGiang: DemographicAddress = place('20323', '497', '48')

function place(wardCode: string, districtCode: string, provinceCode: string): DemographicAddress {
  return { text: null, wardCode, districtCode, provinceCode }
}

/** The mother of a child, invented. */
export const aMother = (says: Partial<RelativeNamed> = {}): RelativeNamed => ({
  fullName: 'Lê Thị Sương',
  citizenNumber: '048190000123',
  ...says,
})

/** A man of 1985 with a full name and date, nothing else. */
export const aRecordOf = (says: Partial<DemographicRecord> = {}): DemographicRecord => ({
  ...emptyWords,
  fullName: 'Trần Quốc Khải',
  birthDate: '14/08/1985',
  sex: 'male',
  recordedOn: '2024-05-20',
  ...says,
})

/** The shipped model for an index of so many persons. */
export const aModel = (persons = 100_000) => openVietnameseModel({ ...priorModel(), persons })
