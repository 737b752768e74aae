import type { DeviceRequest, MedicationRequest, ServiceRequest } from 'fhir/r4'
import { bhytDateTime } from '#vocabulary/vietnam'
import type { DraftBuilder } from './draft-builder.ts'
import { supplyOf } from './map-claim.ts'
import { mapCoverages } from './map-coverage.ts'
import { mapEncounter } from './map-encounter.ts'
import { medicineKey, medicineOf } from './map-medicines.ts'
import { serviceKey, serviceOf } from './map-services.ts'
import { keyRows, rowsOf } from './rows.ts'

/**
 * Bảng check-in (XML0): sent after the first billed item and again in the treating ward. The last row knows most of the
 * visit; each row brings its first order. Keys are those of bảng 1, 2, 3, so that XML1 supersedes the same resources.
 */
export function mapCheckIn(draft: DraftBuilder): void {
  const rows = rowsOf(draft.message, 'XML0')
  const last = rows[rows.length - 1]!
  const source = { table: 'XML0', row: last.row }
  const encounter = mapEncounter(draft, last.values, source, [])
  mapCoverages(draft, last.values, source)
  const services = keyRows(
    rows.filter(({ values }) => values.MA_DICH_VU && !values.MA_THUOC && !values.MA_VAT_TU),
    serviceKey,
  )
  for (const { row, values, key } of services) {
    const ordered = values.NGAY_YL && bhytDateTime(values.NGAY_YL)
    draft.add<ServiceRequest>(
      {
        resourceType: 'ServiceRequest',
        status: 'active',
        intent: 'order',
        code: serviceOf(values),
        subject: draft.patient,
        encounter,
        ...(ordered ? { authoredOn: ordered } : {}),
      },
      key,
      { table: 'XML0', row },
    )
  }
  const supplies = keyRows(
    rows.filter(({ values }) => values.MA_VAT_TU && !values.MA_THUOC),
    serviceKey,
  )
  for (const { row, values, key } of supplies) {
    const ordered = values.NGAY_YL && bhytDateTime(values.NGAY_YL)
    draft.add<DeviceRequest>(
      {
        resourceType: 'DeviceRequest',
        status: 'active',
        intent: 'order',
        codeCodeableConcept: supplyOf(values),
        subject: draft.patient,
        encounter,
        ...(ordered ? { authoredOn: ordered } : {}),
      },
      key,
      { table: 'XML0', row },
    )
  }
  const medicines = keyRows(
    rows.filter(({ values }) => values.MA_THUOC),
    medicineKey,
  )
  for (const { row, values, key } of medicines) {
    const ordered = values.NGAY_YL && bhytDateTime(values.NGAY_YL)
    draft.add<MedicationRequest>(
      {
        resourceType: 'MedicationRequest',
        status: 'active',
        intent: 'order',
        medicationCodeableConcept: medicineOf(values),
        subject: draft.patient,
        encounter,
        ...(ordered ? { authoredOn: ordered } : {}),
      },
      key,
      { table: 'XML0', row },
    )
  }
}
