import type {
  CodeableConcept,
  Dosage,
  Extension,
  MedicationAdministration,
  MedicationRequest,
  Reference,
} from 'fhir/r4'
import { nameOf } from '#vocabulary/catalogues'
import { codeSystems, extensions } from '#vocabulary/fhir'
import { bhytDateTime } from '#vocabulary/vietnam'
import type { SourceRow } from './draft.types.ts'
import type { VisitContext } from './draft-builder.ts'
import { isInpatient } from './map-encounter.ts'
import { reasonsOf } from './map-services.ts'
import type { KeyedRow, Values } from './rows.ts'
import { coded, quantityOf, sentOnly, textExtension } from './values.ts'

/** What makes a medicine row itself: `00.0000` says "not in the list", so the name has to tell them apart. */
export function medicineKey(values: Values): string {
  const code = values.MA_THUOC ?? ''
  const name = code === '' || code === '00.0000' ? `|${values.TEN_THUOC ?? ''}` : ''
  return `medicine:${code}${name}|${values.NGAY_YL ?? ''}`
}

/** Bảng 2: an order per row, and what was given when NGAY_TH_YL says so. Money of the row stands in the Claim. */
export function mapMedicines(context: VisitContext, rows: readonly KeyedRow[]): void {
  for (const { row, values, key } of rows) {
    const source = { table: 'XML2', row }
    const order = context.draft.add<MedicationRequest>(requestOf(context, values, source), key, source)
    const given = values.NGAY_TH_YL && bhytDateTime(values.NGAY_TH_YL)
    if (given)
      context.draft.add<MedicationAdministration>(
        {
          resourceType: 'MedicationAdministration',
          status: 'completed',
          medicationCodeableConcept: medicineOf(values),
          subject: context.draft.patient,
          context: context.encounter,
          effectiveDateTime: given,
          request: order,
        },
        key,
        source,
      )
  }
}

export function medicineOf(values: Values): CodeableConcept {
  const coding = []
  if (values.MA_THUOC) coding.push({ system: codeSystems.drug, code: values.MA_THUOC })
  if (values.SO_DANG_KY) coding.push({ system: codeSystems.drugRegistration, code: values.SO_DANG_KY })
  return {
    ...(coding.length ? { coding } : {}),
    text: values.TEN_THUOC ?? values.MA_THUOC ?? 'Thuốc không ghi tên',
  }
}

/** The table lists what was supplied and billed, so the order is completed. */
function requestOf(context: VisitContext, values: Values, source: SourceRow) {
  const { draft } = context
  const place = isInpatient(context.summary) ? 'inpatient' : 'outpatient'
  const request: Omit<MedicationRequest, 'id'> = {
    resourceType: 'MedicationRequest',
    status: 'completed',
    intent: 'order',
    category: [{ coding: [{ system: codeSystems.medicationRequestCategory, code: place }] }],
    medicationCodeableConcept: medicineOf(values),
    subject: draft.patient,
    encounter: context.encounter,
  }
  const ordered = values.NGAY_YL && bhytDateTime(values.NGAY_YL)
  if (ordered) request.authoredOn = ordered
  const [requester, ...others] = draft.practitioners(values.MA_BAC_SI, source)
  if (requester) request.requester = requester
  const dosage = dosageOf(values)
  if (dosage) request.dosageInstruction = [dosage]
  const quantity = quantityOf(values.SO_LUONG, values.DON_VI_TINH)
  if (quantity) request.dispenseRequest = { quantity }
  // MA_BENH of a medicine exists in QĐ 4210 only.
  if (values.MA_BENH) Object.assign(request, reasonsOf(context, values.MA_BENH))
  const extension = extensionsOf(context, values, others, source)
  if (extension) request.extension = extension
  return request
}

function dosageOf(values: Values): Dosage | undefined {
  const { LIEU_DUNG, CACH_DUNG, DUONG_DUNG } = values
  if (!LIEU_DUNG && !CACH_DUNG && !DUONG_DUNG) return undefined
  return {
    ...(LIEU_DUNG ? { text: LIEU_DUNG } : {}),
    ...(CACH_DUNG ? { patientInstruction: CACH_DUNG } : {}),
    ...(DUONG_DUNG
      ? { route: coded(codeSystems.route, DUONG_DUNG, nameOf('medicineRoutes', DUONG_DUNG)) }
      : {}),
  }
}

function extensionsOf(
  { draft }: VisitContext,
  values: Values,
  others: readonly Reference[],
  source: SourceRow,
): Extension[] | undefined {
  return sentOnly([
    textExtension(extensions.strength, values.HAM_LUONG),
    textExtension(extensions.doseForm, values.DANG_BAO_CHE),
    textExtension(extensions.preparation, values.MA_PP_CHEBIEN),
    textExtension(extensions.suppliedBy, values.MA_CSKCB_THUOC),
    values.MA_KHOA
      ? { url: extensions.department, valueReference: draft.department(values.MA_KHOA, source) }
      : undefined,
    ...others.map((valueReference) => ({ url: extensions.requester, valueReference })),
  ])
}
