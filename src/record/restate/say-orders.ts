import type { CodeableConcept, Condition, Extension, ServiceRequest } from 'fhir/r4'
import { bhytTime } from '#vocabulary/bhyt-fhir'
import { codeSystems, extensions } from '#vocabulary/fhir'
import type { RowValues } from './restate.types.ts'
import { diseaseOf } from './say-encounter.ts'
import { codeOf, codesOf, extensionOf, extensionsOf, joined, type VisitBook } from './visit-book.ts'

export const references = (element: { extension?: Extension[] }, url: string) =>
  extensionsOf(element, url).map(({ valueReference }) => valueReference)

export function sayMedicine(concept: CodeableConcept | undefined): RowValues {
  const code = codeOf(concept, codeSystems.drug)
  return {
    MA_THUOC: code,
    TEN_THUOC: nameIn(concept, 'Thuốc không ghi tên'),
    SO_DANG_KY: codeOf(concept, codeSystems.drugRegistration),
  }
}

export function sayService(concept: CodeableConcept | undefined): RowValues {
  const code = codeOf(concept, codeSystems.service)
  return {
    MA_DICH_VU: code,
    TEN_DICH_VU: nameBeside(concept, code, 'Dịch vụ không ghi tên'),
    MA_PTTT_QT: codesOf(concept, codeSystems.icd9cm),
  }
}

export function saySupply(concept: CodeableConcept | undefined): RowValues {
  const code = codeOf(concept, codeSystems.supply)
  return { MA_VAT_TU: code, TEN_VAT_TU: nameBeside(concept, code, '') }
}

function nameIn(concept: CodeableConcept | undefined, none: string): string | undefined {
  const text = concept?.text ?? concept?.coding?.find(({ display }) => display)?.display
  return text === none ? undefined : text
}

/** A name that only repeats the code was not sent. */
function nameBeside(concept: CodeableConcept | undefined, code: string | undefined, none: string) {
  const name = nameIn(concept, none)
  return name === code ? undefined : name
}

type Reasoned = Pick<ServiceRequest, 'reasonReference' | 'reasonCode'>

/** Diseases of a row: the visit's own first, then codes that only this row has. */
export function sayReasons(book: VisitBook, { reasonReference, reasonCode }: Reasoned): string | undefined {
  return joined([
    ...(reasonReference ?? []).map((each) => diseaseOf(book.get<Condition>(each))),
    ...(reasonCode ?? []).map((each) => codeOf(each, codeSystems.icd10)),
  ])
}

export const isReferral = (request: ServiceRequest): boolean =>
  codeOf(request.category?.[0], codeSystems.serviceCategory) === 'referral'

/** What a row of bảng 3 says beside who, when and what, whichever element holds it. */
export function sayDetails(element: { extension?: Extension[] }): RowValues {
  return {
    NGAY_KQ: bhytTime(extensionOf(element, extensions.resultAt)?.valueDateTime),
    PP_VO_CAM: codeOf(
      extensionOf(element, extensions.anaesthesia)?.valueCodeableConcept,
      codeSystems.anaesthesia,
    ),
    MA_MAY: joined(extensionsOf(element, extensions.deviceCode).map(({ valueString }) => valueString)),
    MA_BENH_YHCT: joined(
      extensionsOf(element, extensions.traditionalReason).map(({ valueCoding }) => valueCoding?.code),
    ),
  }
}
