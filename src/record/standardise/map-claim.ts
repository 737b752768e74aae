import type { Claim, ClaimItem, CodeableConcept, Extension, Reference } from 'fhir/r4'
import type { FacilityMessage } from '#vocabulary/bhyt'
import { claimTotals, costGroupOf, lineAmounts, lineCodes, otherSources } from '#vocabulary/bhyt-fhir'
import { nameOf, tidyIcd10 } from '#vocabulary/catalogues'
import { amount, codeSystems, extensions, identifierSystems, moneyOf } from '#vocabulary/fhir'
import { bhytDate, bhytDateTime } from '#vocabulary/vietnam'
import type { SourceRow } from './draft.types.ts'
import type { VisitContext } from './draft-builder.ts'
import { period, periodOf } from './map-encounter.ts'
import { medicineOf } from './map-medicines.ts'
import { isOrder, isProcedure, serviceDetails, serviceOf } from './map-services.ts'
import { type KeyedRow, listOf, type Values } from './rows.ts'
import { coded, quantityOf, sentOnly } from './values.ts'

const claimKey = 'claim'

/** Bảng 1 totals and every money line of bảng 2 and 3, in the order sent: amounts keep the sender's digits. */
export function mapClaim(
  context: VisitContext,
  coverages: readonly Reference[],
  medicines: readonly KeyedRow[],
  services: readonly KeyedRow[],
  source: SourceRow,
): void {
  const { draft, summary, encounter } = context
  const { start, end } = periodOf(summary)
  const paid = summary.NGAY_TTOAN && bhytDateTime(summary.NGAY_TTOAN)
  const created = paid || end || start
  // FHIR R4 Claim.created 1..1: a visit without a single date cannot be said as a Claim.
  if (!created) return
  const claim: Omit<Claim, 'id'> = {
    resourceType: 'Claim',
    identifier: [
      { system: identifierSystems.visit(draft.message.facilityCode), value: draft.message.visitLinkId },
    ],
    status: 'active',
    type: { coding: [{ system: codeSystems.claimType, code: 'institutional' }] },
    use: 'claim',
    patient: draft.patient,
    created,
    provider: draft.ownFacility(source),
    priority: { coding: [{ system: codeSystems.processPriority, code: 'normal' }] },
    insurance: insuranceOf(coverages),
    extension: extensionsOf(
      summary,
      encounter,
      paid || null,
      zeroOf(draft.message, [...medicines, ...services]),
    ),
  }
  if (start || end) claim.billablePeriod = period(start, end)
  if (context.conditions.size)
    claim.diagnosis = [...context.conditions.values()].map((diagnosisReference, index) => ({
      sequence: index + 1,
      diagnosisReference,
    }))
  if (summary.T_TONGCHI_BV) claim.total = moneyOf(summary.T_TONGCHI_BV)
  const items = [
    ...medicines.map(({ row, values }) => medicineItem(values, `XML2/${row}`)),
    ...services.map(({ row, values }) => serviceItem(context, values, `XML3/${row}`)),
  ]
  if (items.length)
    claim.item = items.map((item, index) => ({
      ...item,
      sequence: index + 1,
      ...(index === 0 ? { encounter: [encounter] } : {}),
    }))
  draft.add<Claim>(claim, claimKey, source)
}

function insuranceOf(coverages: readonly Reference[]): Claim['insurance'] {
  if (!coverages.length)
    return [{ sequence: 1, focal: true, coverage: { display: 'Không có thẻ BHYT trong hồ sơ' } }]
  return coverages.map((coverage, index) => ({ sequence: index + 1, focal: index === 0, coverage }))
}

function extensionsOf(summary: Values, encounter: Reference, paid: string | null, zero: string): Extension[] {
  const amounts = claimTotals.flatMap(([url, field]) => {
    const sent = summary[field]
    return sent ? [amount(url, sent)] : []
  })
  if (zero !== '0') amounts.push({ url: 'zero', valueString: zero })
  const { NAM_QT: year, THANG_QT: month } = summary
  const settled = year && month && bhytDate(`${year}${month.padStart(2, '0')}`)
  return sentOnly([
    { url: extensions.encounter, valueReference: encounter },
    amounts.length ? { url: extensions.claimTotals, extension: amounts } : undefined,
    settled ? { url: extensions.settlementMonth, valueDate: settled } : undefined,
    paid ? { url: extensions.paidAt, valueDateTime: paid } : undefined,
  ])!
}

const isZero = (sent: string) => /^0+(\.0*)?$/.test(sent)

/** How most lines of the visit write that no other source pays: `0`, `0.00`, or `-` for nothing at all. */
function zeroOf({ norm }: FacilityMessage, rows: readonly KeyedRow[]): string {
  const counts = new Map<string, number>()
  for (const { values } of rows)
    for (const [, field] of otherSources) {
      if (norm === '4210' && field !== 'T_NGUONKHAC') continue
      const sent = values[field] ?? '-'
      if (sent === '-' || isZero(sent)) counts.set(sent, (counts.get(sent) ?? 0) + 1)
    }
  let zero = '0'
  for (const [sent, count] of counts) if (count > (counts.get(zero) ?? 0)) zero = sent
  return zero
}

function lineOf(values: Values, from: string): Extension {
  const parts: Extension[] = [{ url: 'row', valueString: from }]
  for (const [url, field] of lineAmounts) {
    const sent = values[field]
    if (sent) parts.push(amount(url, sent))
  }
  for (const [url, field] of otherSources) {
    const sent = values[field]
    if (sent && !isZero(sent)) parts.push(amount(url, sent))
  }
  for (const [url, field] of lineCodes) {
    const sent = values[field]
    if (sent) parts.push({ url, valueString: sent })
  }
  return { url: extensions.claimLine, extension: parts }
}

type Line = Omit<ClaimItem, 'sequence'>

const groupOf = (values: Values): CodeableConcept | undefined => {
  const group = costGroupOf(values.MA_NHOM)
  return group ? coded(codeSystems.costGroup, group, nameOf('costGroups', group)) : undefined
}

/** Department, orderer and disease of a line are said here only where no clinical resource says them. */
function commonItem(
  values: Values,
  from: string,
  unitPrice: string | undefined,
): Omit<Line, 'productOrService'> {
  const category = groupOf(values)
  const serviced = values.NGAY_YL && bhytDate(values.NGAY_YL)
  const quantity = quantityOf(values.SO_LUONG, values.DON_VI_TINH)
  return {
    extension: [lineOf(values, from)],
    ...(category ? { category } : {}),
    ...(serviced && serviced.length === 10 ? { servicedDate: serviced } : {}),
    ...(quantity ? { quantity } : {}),
    ...(unitPrice ? { unitPrice: moneyOf(unitPrice) } : {}),
    ...(values.THANH_TIEN_BV ? { net: moneyOf(values.THANH_TIEN_BV) } : {}),
  }
}

function medicineItem(values: Values, from: string): Line {
  const item: Line = { ...commonItem(values, from, values.DON_GIA), productOrService: medicineOf(values) }
  if (values.MA_DICH_VU)
    item.programCode = [{ coding: [{ system: codeSystems.service, code: values.MA_DICH_VU }] }]
  return item
}

function serviceItem(context: VisitContext, values: Values, from: string): Line {
  const item: Line = {
    ...commonItem(values, from, values.DON_GIA_BV),
    productOrService: values.MA_VAT_TU || values.TEN_VAT_TU ? supplyOf(values) : serviceOf(values),
  }
  if ((values.MA_VAT_TU || values.TEN_VAT_TU) && (values.MA_DICH_VU || values.TEN_DICH_VU))
    item.programCode = [serviceOf(values)]
  const sequences = diagnosisSequences(context, values.MA_BENH)
  if (sequences.length) item.diagnosisSequence = sequences
  if (values.VI_TRI_TH_DVKT) item.bodySite = coded(codeSystems.bodySite, values.VI_TRI_TH_DVKT)
  const details = lineOnly(context, values)
  if (details) item.extension = [...(item.extension ?? []), ...details]
  return item
}

export function supplyOf(values: Values): CodeableConcept {
  return {
    ...(values.MA_VAT_TU ? { coding: [{ system: codeSystems.supply, code: values.MA_VAT_TU }] } : {}),
    text: values.TEN_VAT_TU ?? values.MA_VAT_TU!,
  }
}

function diagnosisSequences(context: VisitContext, codes: string | undefined): number[] {
  const known = [...context.conditions.keys()]
  return listOf(codes)
    .map((code) => known.indexOf(tidyIcd10(code)) + 1)
    .filter((sequence) => sequence > 0)
}

/** Supplies, transport, examinations and beds are money lines only: who, where and when stand with the line. */
function lineOnly({ draft, conditions }: VisitContext, values: Values): Extension[] | undefined {
  if (isOrder(values) || isProcedure(values)) return undefined
  const source = { table: 'XML3', row: 1 }
  const time = (url: string, sent: string | undefined): Extension | undefined => {
    const valueDateTime = sent && bhytDateTime(sent)
    return valueDateTime ? { url, valueDateTime } : undefined
  }
  return sentOnly([
    time(extensions.orderedAt, values.NGAY_YL),
    time(extensions.performedAt, values.NGAY_TH_YL),
    values.MA_KHOA
      ? { url: extensions.department, valueReference: draft.department(values.MA_KHOA, source) }
      : undefined,
    ...draft
      .practitioners(values.MA_BAC_SI, source)
      .map((valueReference) => ({ url: extensions.requester, valueReference })),
    ...draft
      .practitioners(values.NGUOI_THUC_HIEN, source)
      .map((valueReference) => ({ url: extensions.performer, valueReference })),
    ...listOf(values.MA_BENH)
      .map(tidyIcd10)
      .filter((code) => !conditions.has(code))
      .map((code) => ({ url: extensions.reason, valueCoding: { system: codeSystems.icd10, code } })),
    ...serviceDetails(values),
  ])
}
