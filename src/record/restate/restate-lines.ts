import type {
  CodeableConcept,
  MedicationAdministration,
  MedicationRequest,
  Procedure,
  ServiceRequest,
} from 'fhir/r4'
import { bhytTime } from '#vocabulary/bhyt-fhir'
import { codeSystems, decimalText, extensions } from '#vocabulary/fhir'
import type { RowValues } from './restate.types.ts'
import { restateItems } from './restate-items.ts'
import { fill, type RowShelf } from './row-shelf.ts'
import { isReferral, references, sayDetails, sayMedicine, sayReasons, sayService } from './say-orders.ts'
import { codeOf, extensionOf, type Placed, textOf, type VisitBook } from './visit-book.ts'

/** Bảng 2 and 3: the clinical resource of a row says who, when and what; the Claim's item says the money. */
export function restateLines(book: VisitBook, shelf: RowShelf): void {
  restateMedicines(book, shelf)
  restateServices(book, shelf)
  restateItems(book, shelf)
}

function restateMedicines(book: VisitBook, shelf: RowShelf): void {
  const rows = new Map<string, RowValues>()
  for (const { resource, table, row } of book.all('MedicationRequest')) {
    if (table === 'XML0') continue
    const values = shelf.row('XML2', row)
    rows.set(`MedicationRequest/${resource.id}`, values)
    sayRequest(book, resource, values)
  }
  for (const { resource } of book.all('MedicationAdministration')) {
    const values = rows.get(resource.request?.reference ?? '')
    if (values) fill(values, { NGAY_TH_YL: bhytTime(givenAt(resource)) })
  }
}

const givenAt = ({ effectiveDateTime, effectivePeriod }: MedicationAdministration) =>
  effectiveDateTime ?? effectivePeriod?.start

function sayRequest(book: VisitBook, request: MedicationRequest, values: RowValues): void {
  const dosage = request.dosageInstruction?.[0]
  const quantity = request.dispenseRequest?.quantity
  fill(values, sayMedicine(request.medicationCodeableConcept), {
    MA_PP_CHEBIEN: textOf(request, extensions.preparation),
    MA_CSKCB_THUOC: textOf(request, extensions.suppliedBy),
    DON_VI_TINH: quantity?.unit,
    HAM_LUONG: textOf(request, extensions.strength),
    DUONG_DUNG: codeOf(dosage?.route, codeSystems.route),
    DANG_BAO_CHE: textOf(request, extensions.doseForm),
    LIEU_DUNG: dosage?.text,
    CACH_DUNG: dosage?.patientInstruction,
    SO_LUONG: decimalText(quantity) ?? undefined,
    MA_KHOA: book.department(extensionOf(request, extensions.department)?.valueReference),
    MA_BAC_SI: book.licences([request.requester, ...references(request, extensions.requester)]),
    NGAY_YL: bhytTime(request.authoredOn),
    MA_BENH: sayReasons(book, request),
  })
}

function restateServices(book: VisitBook, shelf: RowShelf): void {
  const answered = new Set<string>()
  for (const { resource, table, row } of book.all('ServiceRequest')) {
    if (table === 'XML0' || isReferral(resource)) continue
    answered.add(`ServiceRequest/${resource.id}`)
    sayOrder(book, resource, shelf.row('XML3', row))
  }
  for (const placed of book.all('Procedure')) {
    // Ordered and done: one row, already said by the order (resources of other guides).
    if (
      placed.row === null &&
      placed.resource.basedOn?.some(({ reference }) => answered.has(reference ?? ''))
    )
      continue
    sayProcedure(book, placed, shelf.row('XML3', placed.row))
  }
}

const groupOf = (category: CodeableConcept | undefined) => codeOf(category, codeSystems.costGroup)

function sayOrder(book: VisitBook, request: ServiceRequest, values: RowValues): void {
  fill(values, sayService(request.code), sayDetails(request), {
    MA_NHOM: groupOf(request.category?.[0]),
    NGAY_YL: bhytTime(request.authoredOn),
    NGAY_TH_YL: bhytTime(request.occurrenceDateTime ?? request.occurrencePeriod?.start),
    MA_BAC_SI: book.licences([request.requester, ...references(request, extensions.requester)]),
    NGUOI_THUC_HIEN: book.licences(request.performer ?? []),
    MA_KHOA: book.department(request.locationReference?.[0]),
    MA_BENH: sayReasons(book, request),
    VI_TRI_TH_DVKT: codeOf(request.bodySite?.[0], codeSystems.bodySite),
  })
}

function sayProcedure(book: VisitBook, { resource }: Placed<Procedure>, values: RowValues): void {
  const details = sayDetails(resource)
  const { performedDateTime, performedPeriod } = resource
  const at = bhytTime(performedPeriod?.start ?? performedDateTime)
  fill(values, sayService(resource.code), details, {
    MA_NHOM: groupOf(resource.category),
    NGAY_YL: bhytTime(extensionOf(resource, extensions.orderedAt)?.valueDateTime),
    // Without a beginning the end stands for it.
    NGAY_TH_YL: !performedPeriod && at === details.NGAY_KQ ? undefined : at,
    MA_BAC_SI: book.licences(references(resource, extensions.requester)),
    NGUOI_THUC_HIEN: book.licences((resource.performer ?? []).map(({ actor }) => actor)),
    MA_KHOA: book.department(resource.location),
    MA_BENH: sayReasons(book, resource),
    VI_TRI_TH_DVKT: codeOf(resource.bodySite?.[0], codeSystems.bodySite),
  })
}
