import type { Observation } from 'fhir/r4'
import { type TableId, tableOf } from '#vocabulary/bhyt'
import { bhytTime, deathNotice, driverCertificate } from '#vocabulary/bhyt-fhir'
import { codeSystems, decimalText, identifierSystems } from '#vocabulary/fhir'
import type { RowValues } from './restate.types.ts'
import { papersOf, sayPaper } from './restate-papers.ts'
import { fill, type RowShelf } from './row-shelf.ts'
import { sayMedicine, sayService, saySupply } from './say-orders.ts'
import { sayPatient } from './say-patient.ts'
import { codeOf, numberUnder, sentTextOf, type VisitBook } from './visit-book.ts'

/** Bảng check-in: every row says the visit again, and one order each. The last row may have no order. */
export function restateCheckIn(book: VisitBook, shelf: RowShelf, summary: RowValues): void {
  const fields = (tableOf('XML0')?.fields ?? []).map(({ name }) => name).filter((name) => summary[name])
  const row = (number: number | null): RowValues => {
    const values = shelf.row('XML0', number)
    for (const field of fields) values[field] ??= summary[field]
    return values
  }
  for (const { row: number } of book.all('Encounter')) row(number ?? 1)
  for (const { resource, row: number } of book.all('ServiceRequest'))
    fill(row(number), sayService(resource.code), { NGAY_YL: bhytTime(resource.authoredOn) })
  for (const { resource, row: number } of book.all('DeviceRequest'))
    fill(row(number), saySupply(resource.codeCodeableConcept), {
      NGAY_YL: bhytTime(resource.authoredOn),
    })
  for (const { resource, row: number } of book.all('MedicationRequest')) {
    const { SO_DANG_KY: _none, ...medicine } = sayMedicine(resource.medicationCodeableConcept)
    fill(row(number), medicine, { NGAY_YL: bhytTime(resource.authoredOn) })
  }
}

const lastOf = <T>(list: readonly T[]): T | undefined => list[list.length - 1]

/** Giấy báo tử. */
export function restateDeathNotice(book: VisitBook, shelf: RowShelf): void {
  const { patient, facilityCode } = book.visit
  const who = sayPatient(patient, facilityCode)
  const placed = papersOf(book, deathNotice)
  for (const { resource, row } of placed) {
    const values = shelf.row('GBT', row)
    sayPaper(book, 'GBT', deathNotice, resource, {}, values)
  }
  const values = shelf.row('GBT', lastOf(placed)?.row ?? 1)
  const localId = who.MA_BN
  fill(values, {
    MA_BN: localId === `gbt:${values.MA_GBT}` ? undefined : localId,
    HO_TEN: who.HO_TEN,
    NGAY_SINH: bhytTime(patient.birthDate),
    GIOI_TINH: who.GIOI_TINH,
    MA_DANTOC: who.MA_DANTOC,
    MA_QUOCTICH: who.MA_QUOCTICH,
    SO_GIAYTO: who.SO_CCCD,
  })
  values.NGAY_TV ??= bhytTime(patient.deceasedDateTime)
  const cause = book.first('Observation')?.valueCodeableConcept
  values.BENH_ICD10_ID ??= codeOf(cause, codeSystems.icd10)
}

/** Giấy khám sức khỏe lái xe: sex is 0 male, 1 female here, dates are dd/MM/yyyy. */
export function restateDriverCheck(book: VisitBook, shelf: RowShelf): void {
  const { patient, facilityCode } = book.visit
  const who = sayPatient(patient, facilityCode)
  const placed = papersOf(book, driverCertificate)
  const values = shelf.row('GKSKLX', lastOf(placed)?.row ?? 1)
  const paper = lastOf(placed)?.resource
  if (paper) sayPaper(book, 'GKSKLX', driverCertificate, paper, {}, values)
  fill(values, {
    HOTEN: who.HO_TEN,
    GIOITINHVAL: patient.gender === 'male' ? '0' : patient.gender === 'female' ? '1' : undefined,
    NGAYSINH: patient.birthDate?.split('-').reverse().join('/'),
    DIACHITHUONGTRU: who.DIA_CHI,
    SOCMND_PASSPORT: who.SO_CCCD,
  })
  for (const { resource } of book.all('Observation')) {
    const code = codeOf(resource.code, codeSystems.observation)
    if (code === 'alcohol-concentration') values.NONGDOCON = valueText(resource)
    else if (code === 'drug-test') values.MATUY = valueText(resource)
  }
}

const valueText = ({ valueQuantity, valueString }: Observation): string | undefined =>
  valueString ??
  sentTextOf(valueQuantity) ??
  (valueQuantity ? `${valueQuantity.comparator ?? ''}${decimalText(valueQuantity) ?? ''}` : undefined)

/** Field of a table that names the facility of its row. */
export const facilityFields: Readonly<Partial<Record<TableId, string>>> = {
  XML0: 'MA_CSKCB',
  XML1: 'MA_CSKCB',
  GBT: 'MACSKCB',
  GKSKLX: 'IDBENHVIEN',
}

/** The visit's key, as its Encounter carries it. */
export function visitLinkIn(book: VisitBook): string | undefined {
  const encounter = book.first('Encounter')
  return numberUnder(encounter?.identifier, identifierSystems.visit(book.visit.facilityCode))
}
