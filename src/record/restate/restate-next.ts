import type { ServiceRequest } from 'fhir/r4'
import { bhytTime } from '#vocabulary/bhyt-fhir'
import { codeSystems, extensions, identifierSystems } from '#vocabulary/fhir'
import type { RowValues } from './restate.types.ts'
import { fill, type RowShelf } from './row-shelf.ts'
import { isReferral } from './say-orders.ts'
import { startOf } from './say-summary.ts'
import { codeOf, extensionsOf, joined, numberUnder, type VisitBook } from './visit-book.ts'

/** Where the patient goes next: bảng 13 and 14, beside their papers. */
export function restateNext(book: VisitBook, shelf: RowShelf): void {
  restateReferrals(book, shelf)
  restateAppointments(book, shelf)
}

/** Bảng 13: the request says from where to where and why; QĐ 3176 renamed the two facilities. */
function restateReferrals(book: VisitBook, shelf: RowShelf): void {
  const { norm } = book.visit
  const isOld = norm === '4750' || norm === '4210'
  for (const { resource, row } of book.all('ServiceRequest')) {
    if (!isReferral(resource)) continue
    const values = shelf.row('XML13', row)
    const chain = joined(
      extensionsOf(resource, extensions.referralChain).map(({ valueReference }) =>
        book.facility(valueReference),
      ),
    )
    values[isOld ? 'MA_NOI_DI' : 'MA_CSKCB_DI'] = chain
    values[isOld ? 'MA_NOI_DEN' : 'MA_CSKCB_DEN'] = book.facility(resource.performer?.[0])
    fill(values, sayReferral(book, resource))
    values.HUONG_DIEU_TRI ??= resource.note?.[0]?.text
  }
}

function sayReferral({ visit }: VisitBook, request: ServiceRequest): RowValues {
  return {
    GIAY_CHUYEN_TUYEN: numberUnder(request.identifier, identifierSystems.referralLetter),
    SO_CHUYENTUYEN: numberUnder(request.identifier, identifierSystems.document(visit.facilityCode)),
    MA_LYDO_CT: codeOf(request.reasonCode?.[0], codeSystems.transferReason),
  }
}

/** Bảng 14: the appointment says when, also when the slip could not be said as a paper. */
function restateAppointments(book: VisitBook, shelf: RowShelf): void {
  for (const { resource, table, row } of book.all('Appointment')) {
    if (table !== 'XML14') continue
    const values = shelf.row('XML14', row)
    values.NGAY_HEN_KL = bhytTime(startOf(resource))
    values.SO_GIAYHEN_KL ??= resource.identifier?.[0]?.value
  }
}
