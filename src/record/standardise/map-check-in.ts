import type { DeviceRequest, MedicationRequest, ServiceRequest } from 'fhir/r4'
import { bhytDateTime } from '#vocabulary/vietnam'
import type { DraftBuilder } from './draft-builder.ts'
import { supplyOf } from './map-claim.ts'
import { mapCoverages } from './map-coverage.ts'
import { mapEncounter } from './map-encounter.ts'
import { medicineKey, medicineOf } from './map-medicines.ts'
import { serviceKey, serviceOf } from './map-services.ts'
import { keyRows, rowsOf, type Values } from './rows.ts'

type Order = ServiceRequest | DeviceRequest | MedicationRequest
type Said<T> = Omit<T, 'id' | 'subject'>

const active = { status: 'active', intent: 'order' } as const

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
  const addOrders = (
    kind: OrderKind,
    keyOf: (values: Values) => string,
    orderOf: (values: Values) => Said<ServiceRequest> | Said<DeviceRequest> | Said<MedicationRequest>,
  ) => {
    const orders = rows.filter(({ values }) => kindOf(values) === kind)
    for (const { row, values, key } of keyRows(orders, keyOf)) {
      const ordered = values.NGAY_YL && bhytDateTime(values.NGAY_YL)
      draft.add<Order>(
        {
          ...orderOf(values),
          subject: draft.patient,
          encounter,
          ...(ordered ? { authoredOn: ordered } : {}),
        },
        key,
        { table: 'XML0', row },
      )
    }
  }
  addOrders('service', serviceKey, (values) => ({
    resourceType: 'ServiceRequest',
    ...active,
    code: serviceOf(values),
  }))
  addOrders('supply', serviceKey, (values) => ({
    resourceType: 'DeviceRequest',
    ...active,
    codeCodeableConcept: supplyOf(values),
  }))
  addOrders('medicine', medicineKey, (values) => ({
    resourceType: 'MedicationRequest',
    ...active,
    medicationCodeableConcept: medicineOf(values),
  }))
}

type OrderKind = 'service' | 'supply' | 'medicine'

/** A medicine or a supply of a service names the service too. */
function kindOf({ MA_THUOC, MA_VAT_TU, MA_DICH_VU }: Values): OrderKind | null {
  if (MA_THUOC) return 'medicine'
  if (MA_VAT_TU) return 'supply'
  return MA_DICH_VU ? 'service' : null
}
