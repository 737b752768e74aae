import type { Appointment, ServiceRequest } from 'fhir/r4'
import { nameOf } from '#vocabulary/catalogues'
import { codeSystems, extensions, identifierSystems } from '#vocabulary/fhir'
import { bhytDateTime } from '#vocabulary/vietnam'
import type { SourceRow } from './draft.types.ts'
import type { VisitContext } from './draft-builder.ts'
import { keyRows, listOf, rowsOf, type Values } from './rows.ts'
import { coded, sentOnly } from './values.ts'

/** Where the patient goes next: referral (bảng 13), appointments (bảng 14 and NGAY_TAI_KHAM of bảng 1). */
export function mapNext(context: VisitContext): void {
  mapReferrals(context)
  mapAppointments(context)
}

/** QĐ 3176 renamed MA_NOI_DI and MA_NOI_DEN of this table. */
const destinationOf = (values: Values) => values.MA_CSKCB_DEN ?? values.MA_NOI_DEN
const chainOf = (values: Values) => listOf(values.MA_CSKCB_DI ?? values.MA_NOI_DI)

function mapReferrals(context: VisitContext): void {
  const { draft } = context
  const rows = keyRows(
    rowsOf(draft.message, 'XML13'),
    (values) => `referral:${values.GIAY_CHUYEN_TUYEN ?? values.SO_CHUYENTUYEN ?? ''}`,
  )
  for (const { row, values, key } of rows) {
    const source = { table: 'XML13', row }
    const destination = destinationOf(values)
    const at = values.NGAY_RA ?? context.summary.NGAY_RA
    const authored = at && bhytDateTime(at)
    const [requester] = draft.practitioners(values.MA_BAC_SI, source)
    const reason = values.MA_LYDO_CT
    const diseases = [...context.conditions.values()]
    const request: Omit<ServiceRequest, 'id'> = {
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      category: [coded(codeSystems.serviceCategory, 'referral', 'Chuyển cơ sở khám bệnh, chữa bệnh')],
      code: { text: 'Chuyển cơ sở khám bệnh, chữa bệnh' },
      subject: draft.patient,
      encounter: context.encounter,
    }
    const identifier = identifiersOf(draft.message.facilityCode, values)
    if (identifier.length) request.identifier = identifier
    if (authored) request.authoredOn = authored
    if (requester) request.requester = requester
    if (destination) request.performer = [draft.otherFacility(destination, source)]
    if (reason)
      request.reasonCode = [coded(codeSystems.transferReason, reason, nameOf('transferReasons', reason))]
    if (diseases.length) request.reasonReference = diseases
    if (values.HUONG_DIEU_TRI) request.note = [{ text: values.HUONG_DIEU_TRI }]
    const extension = sentOnly(
      chainOf(values).map((code) => ({
        url: extensions.referralChain,
        valueReference: draft.otherFacility(code, source),
      })),
    )
    if (extension) request.extension = extension
    draft.add<ServiceRequest>(request, key, source)
  }
}

function identifiersOf(facilityCode: string, values: Values) {
  const identifiers = []
  if (values.GIAY_CHUYEN_TUYEN)
    identifiers.push({ system: identifierSystems.referralLetter, value: values.GIAY_CHUYEN_TUYEN })
  if (values.SO_CHUYENTUYEN)
    identifiers.push({ system: identifierSystems.document(facilityCode), value: values.SO_CHUYENTUYEN })
  return identifiers
}

/**
 * A slip says when to come, not how long: FHIR asks for start and end together (R4 Appointment, app-2) and allows
 * neither only while `proposed` (app-3). So the moment stands in requestedPeriod.
 */
function mapAppointments(context: VisitContext): void {
  const { draft } = context
  const booked = new Set<string>()
  const rows = keyRows(
    rowsOf(draft.message, 'XML14'),
    (values) => `appointment:${values.NGAY_HEN_KL?.slice(0, 8) ?? ''}`,
  )
  for (const { row, values, key } of rows) {
    const source = { table: 'XML14', row }
    booked.add(values.NGAY_HEN_KL?.slice(0, 8) ?? '')
    addAppointment(context, values.NGAY_HEN_KL, values, key, source)
  }
  for (const day of new Set(listOf(context.summary.NGAY_TAI_KHAM)))
    if (!booked.has(day.slice(0, 8)))
      addAppointment(context, day, {}, `appointment:${day.slice(0, 8)}`, { table: 'XML1', row: 1 })
}

function addAppointment(
  context: VisitContext,
  when: string | undefined,
  values: Values,
  key: string,
  source: SourceRow,
): void {
  const { draft, encounter } = context
  const start = when && bhytDateTime(when)
  if (!start) return
  const doctors = draft.practitioners(values.MA_BAC_SI, source)
  const appointment: Omit<Appointment, 'id'> = {
    resourceType: 'Appointment',
    extension: [{ url: extensions.encounter, valueReference: encounter }],
    status: 'proposed',
    description: 'Hẹn khám lại',
    requestedPeriod: [{ start }],
    participant: [
      { actor: draft.patient, status: 'needs-action' },
      ...doctors.map((actor) => ({ actor, status: 'needs-action' as const })),
    ],
  }
  if (values.SO_GIAYHEN_KL)
    appointment.identifier = [
      { system: identifierSystems.document(draft.message.facilityCode), value: values.SO_GIAYHEN_KL },
    ]
  const diseases = [...context.conditions.values()]
  if (diseases.length) appointment.reasonReference = diseases
  draft.add<Appointment>(appointment, key, source)
}
