import type { Claim, ClaimItem, Condition, Extension, Reference } from 'fhir/r4'
import type { Norm } from '#vocabulary/bhyt'
import {
  bhytTime,
  costGroupOf,
  lineAmounts,
  lineCodes,
  otherSources,
  procedureGroups,
  testGroups,
} from '#vocabulary/bhyt-fhir'
import { codeSystems, decimalText, extensions } from '#vocabulary/fhir'
import type { RowValues } from './restate.types.ts'
import { fill, type RowShelf } from './row-shelf.ts'
import { diseaseOf } from './say-encounter.ts'
import { references, sayDetails, sayMedicine, sayService, saySupply } from './say-orders.ts'
import { codeOf, extensionOf, extensionsOf, joined, partOf, type VisitBook } from './visit-book.ts'

/** Every line of the Claim at the row it was read from. Claims of other guides name no rows: they are not said. */
export function restateItems(book: VisitBook, shelf: RowShelf): void {
  const claim = book.first('Claim')
  if (!claim?.item) return
  const zero = partOf(extensionOf(claim, extensions.claimTotals), 'zero') ?? '0'
  const diseases = (claim.diagnosis ?? []).map(({ diagnosisReference }) => diagnosisReference)
  for (const item of claim.item) {
    const line = extensionOf(item, extensions.claimLine)
    const place = /^(XML[23])\/(\d{1,9})$/.exec(partOf(line, 'row') ?? '')
    if (!place) continue
    const table = place[1] as 'XML2' | 'XML3'
    const values = shelf.row(table, Number(place[2]))
    fill(values, sayMoney(item, line, book.visit.norm, zero))
    if (table === 'XML2') fill(values, sayMedicineItem(item, values))
    else sayServiceItem(book, claim, diseases, item, values)
  }
}

const lineFields = new Map([...lineAmounts, ...lineCodes, ...otherSources])

function sayMoney(item: ClaimItem, line: Extension | undefined, norm: Norm, zero: string): RowValues {
  const values: RowValues = {
    MA_NHOM: codeOf(item.category, codeSystems.costGroup),
    SO_LUONG: decimalText(item.quantity) ?? undefined,
    DON_VI_TINH: item.quantity?.unit,
    THANH_TIEN_BV: decimalText(item.net) ?? undefined,
  }
  for (const part of line?.extension ?? []) {
    const field = lineFields.get(part.url)
    if (field) values[field] = decimalText(part) ?? undefined
  }
  if (zero === '-') return values
  for (const [, field] of otherSources) if (norm !== '4210' || field === 'T_NGUONKHAC') values[field] ??= zero
  return values
}

function sayMedicineItem(item: ClaimItem, known: RowValues): RowValues {
  return {
    ...(known.TEN_THUOC || known.MA_THUOC ? {} : sayMedicine(item.productOrService)),
    DON_GIA: decimalText(item.unitPrice) ?? undefined,
    MA_DICH_VU: codeOf(item.programCode?.[0], codeSystems.service),
  }
}

function sayServiceItem(
  book: VisitBook,
  claim: Claim,
  diseases: readonly (Reference | undefined)[],
  item: ClaimItem,
  values: RowValues,
): void {
  const isSupply = codeOf(item.productOrService, codeSystems.supply) !== undefined || item.programCode?.length
  fill(values, isSupply ? saySupply(item.productOrService) : sayService(item.productOrService))
  if (item.programCode?.[0]) fill(values, sayService(item.programCode[0]))
  fill(values, {
    DON_GIA_BV: decimalText(item.unitPrice) ?? undefined,
    VI_TRI_TH_DVKT: codeOf(item.bodySite, codeSystems.bodySite),
  })
  if (hasOwnResource(values)) return
  const time = (url: string) => bhytTime(extensionOf(item, url)?.valueDateTime)
  fill(values, sayDetails(item), {
    NGAY_YL: time(extensions.orderedAt),
    NGAY_TH_YL: time(extensions.performedAt),
    MA_KHOA: book.department(extensionOf(item, extensions.department)?.valueReference),
    MA_BAC_SI: book.licences(references(item, extensions.requester)),
    NGUOI_THUC_HIEN: book.licences(references(item, extensions.performer)),
    MA_BENH: joined([
      ...(item.diagnosisSequence ?? []).map((sequence) =>
        diseaseOf(book.get<Condition>(diagnosisAt(claim, diseases, sequence))),
      ),
      ...extensionsOf(item, extensions.reason).map(({ valueCoding }) => valueCoding?.code),
    ]),
  })
}

const diagnosisAt = (
  claim: Claim,
  diseases: readonly (Reference | undefined)[],
  sequence: number,
): Reference | undefined =>
  claim.diagnosis?.[sequence - 1]?.sequence === sequence
    ? diseases[sequence - 1]
    : claim.diagnosis?.find((each) => each.sequence === sequence)?.diagnosisReference

/** Orders and procedures have a resource that says who and when; see `isOrder` and `isProcedure` of standardise. */
function hasOwnResource(values: RowValues): boolean {
  const group = costGroupOf(values.MA_NHOM)
  if (values.MA_VAT_TU) return false
  return testGroups.has(group) || (procedureGroups.has(group) && values.MA_DICH_VU !== undefined)
}
