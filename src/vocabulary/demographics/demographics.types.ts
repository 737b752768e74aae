/**
 * What one source wrote down of one human, as it wrote it: nothing is repaired here, `featuresOf` reads it. Absent fields are
 * null, never empty texts.
 */
export interface DemographicRecord {
  /** As written: any capitals, encoding residue, NFC or NFD, honorifics, placeholders such as "CON BÀ …". */
  readonly fullName: string | null
  /** As written: yyyy, yyyyMM, dd/MM/yyyy, ddMMyyyy, yyyyMMdd, yyyyMMddHHmm, yyyy-MM-dd. */
  readonly birthDate: string | null
  readonly sex: 'male' | 'female' | 'other' | 'unknown'
  /** The field for citizen numbers; it may hold a CMND, a passport, a dummy or several parts. */
  readonly citizenNumber: string | null
  /** The field for the insurance card or BHXH number; several are separated by `;`. */
  readonly insuranceNumber: string | null
  readonly passportNumber: string | null
  readonly birthCertificateNumber: string | null
  readonly phone: string | null
  readonly address: DemographicAddress
  readonly mother: RelativeNamed | null
  readonly father: RelativeNamed | null
  /** Number of the child in its delivery, from 1 (SO_CON counts the children and is not it); null: unknown. */
  readonly birthOrder: number | null
  /** Day on which the source wrote this, ISO yyyy-MM-dd: decides which catalogue of wards its codes are of. */
  readonly recordedOn: string | null
}

export interface DemographicAddress {
  readonly text: string | null
  /** Codes of the General Statistics Office as written; before 2025-07-01 and after mean other places. */
  readonly provinceCode: string | null
  readonly districtCode: string | null
  readonly wardCode: string | null
}

export interface RelativeNamed {
  readonly fullName: string | null
  readonly citizenNumber: string | null
}

/** Who a source record is: the same again is a new version of that record. */
export interface SourceKey {
  readonly facilityCode: string
  readonly localId: string
}
