import { bhytDate } from '#vocabulary/vietnam'
import type { DraftBuilder, VisitContext } from './draft-builder.ts'
import { mapCare } from './map-care.ts'
import { mapClaim } from './map-claim.ts'
import { mapConditions } from './map-conditions.ts'
import { mapCoverages } from './map-coverage.ts'
import { mapDocuments } from './map-documents.ts'
import { mapEncounter } from './map-encounter.ts'
import { mapMedicines, medicineKey } from './map-medicines.ts'
import { mapNext } from './map-next.ts'
import { mapNotes, noteKey } from './map-notes.ts'
import { sexOf } from './map-patient.ts'
import { mapResults, resultKey } from './map-results.ts'
import { mapProcedures, orderedTests, serviceKey } from './map-services.ts'
import { mapSummaryObservations } from './map-summary-observations.ts'
import type { PersonSays } from './person-says.types.ts'
import { keyRows, rowsOf, type Values } from './rows.ts'

/** Bảng 1 and bảng check-in name the patient with the same fields. */
export function patientSays(values: Values): PersonSays {
  return {
    localId: values.MA_BN ?? '',
    name: values.HO_TEN,
    idNumber: values.SO_CCCD,
    birth: values.NGAY_SINH,
    sex: sexOf(values.GIOI_TINH),
    cards: values.MA_THE_BHYT,
    registeredAt: values.MA_DKBD,
    address: values.DIA_CHI,
    province: values.MATINH_CU_TRU,
    district: values.MAHUYEN_CU_TRU,
    ward: values.MAXA_CU_TRU,
    phone: values.DIEN_THOAI,
    ethnicGroup: values.MA_DANTOC,
    nationality: values.MA_QUOCTICH,
    occupation: values.MA_NGHE_NGHIEP,
    on: values.NGAY_VAO ? bhytDate(values.NGAY_VAO) : null,
    // 5 died, 8 died before arrival (QĐ 4750, bảng 1, chỉ tiêu 41): that, not when; the death notice says when.
    deceased: values.KET_QUA_DTRI === '5' || values.KET_QUA_DTRI === '8',
  }
}

/** The tables of one visit, in the order a reader of the record would want them. */
export function mapVisit(draft: DraftBuilder, summary: Values): void {
  const source = { table: 'XML1', row: rowsOf(draft.message, 'XML1')[0]!.row }
  const conditions = mapConditions(draft, summary, source)
  const encounter = mapEncounter(draft, summary, source, conditions.diagnosis)
  const context: VisitContext = { draft, summary, encounter, conditions: conditions.byCode }
  const coverages = mapCoverages(draft, summary, source)
  const medicines = keyRows(rowsOf(draft.message, 'XML2'), medicineKey)
  const services = keyRows(rowsOf(draft.message, 'XML3'), serviceKey)
  const results = keyRows(rowsOf(draft.message, 'XML4'), resultKey)
  const notes = keyRows(rowsOf(draft.message, 'XML5'), noteKey)
  mapSummaryObservations(context, source)
  mapMedicines(context, medicines)
  const reports = mapResults(context, results, orderedTests(context, services))
  mapProcedures(context, services, reports)
  mapNotes(context, notes)
  mapDocuments(draft, summary)
  mapCare(context)
  mapNext(context)
  mapClaim(context, coverages, medicines, services, source)
}
