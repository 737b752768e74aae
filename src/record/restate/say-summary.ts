import type { Appointment, Claim, CodeableConcept } from 'fhir/r4'
import { bhytTime, claimTotals } from '#vocabulary/bhyt-fhir'
import { codeSystems, decimalText, extensions } from '#vocabulary/fhir'
import type { RowValues } from './restate.types.ts'
import { codeOf, extensionOf, joined, partOf, type VisitBook } from './visit-book.ts'

/** What bảng 1 says beside the visit itself: weight, blood group, money, the next appointment. */
export function sayMeasures(book: VisitBook): RowValues {
  const values: RowValues = {}
  for (const { resource, table } of book.all('Observation')) {
    if (table !== null && table !== 'XML1') continue
    const code = codeOf(resource.code, codeSystems.loinc)
    if (code === '29463-7') values.CAN_NANG ??= decimalText(resource.valueQuantity) ?? undefined
    else if (code === '882-1')
      values.NHOM_MAU ??= resource.valueCodeableConcept?.text ?? conceptText(resource.valueCodeableConcept)
  }
  return values
}

const conceptText = (concept: CodeableConcept | undefined) => concept?.coding?.[0]?.display

export function sayClaim(claim: Claim | undefined): RowValues {
  if (!claim) return {}
  const totals = extensionOf(claim, extensions.claimTotals)
  const [year, month] = extensionOf(claim, extensions.settlementMonth)?.valueDate?.split('-') ?? []
  const values: RowValues = {
    NGAY_TTOAN: bhytTime(extensionOf(claim, extensions.paidAt)?.valueDateTime),
    NAM_QT: year,
    THANG_QT: month && String(Number(month)),
  }
  for (const [part, field] of claimTotals) values[field] = partOf(totals, part)
  values.T_TONGCHI_BV ??= decimalText(claim.total) ?? undefined
  return values
}

/** Days of the visits to come: those of the slips (bảng 14) and those only bảng 1 told. */
export function sayAppointments(book: VisitBook): RowValues {
  const days = book
    .all('Appointment')
    .map(({ resource }) => startOf(resource))
    .map((time) => bhytTime(time)?.slice(0, 8))
  return { NGAY_TAI_KHAM: joined([...new Set(days)].sort()) }
}

export const startOf = ({ requestedPeriod, start }: Appointment): string | undefined =>
  requestedPeriod?.[0]?.start ?? start
