import type { CodeableConcept, Extension, Procedure, Reference, ServiceRequest } from 'fhir/r4'
import { costGroupOf, procedureGroups, testGroups } from '#vocabulary/bhyt-fhir'
import { nameOf, tidyIcd10 } from '#vocabulary/catalogues'
import { codeSystems, extensions } from '#vocabulary/fhir'
import { bhytDateTime } from '#vocabulary/vietnam'
import type { SourceRow } from './draft.types.ts'
import type { VisitContext } from './draft-builder.ts'
import { type KeyedRow, listOf, type Values } from './rows.ts'
import { coded, sentOnly } from './values.ts'

/** An order of a test or an image, to be met with its results of bảng 4. */
export interface OrderedTest {
  readonly code: string
  readonly group: string
  readonly name: string
  readonly resultAt: string | undefined
  readonly doneAt: string | undefined
  readonly order: Reference
}

/** A test or an image: ordered, and answered by bảng 4. */
export const isOrder = (values: Values): boolean =>
  testGroups.has(costGroupOf(values.MA_NHOM)) && !values.MA_VAT_TU

/** Something was done to the patient. */
export const isProcedure = (values: Values): boolean =>
  procedureGroups.has(costGroupOf(values.MA_NHOM)) && !values.MA_VAT_TU && values.MA_DICH_VU !== undefined

/** The other groups (supplies, transport, examination, beds) are money lines: Claim.item carries them whole. */

export const serviceKey = (values: Values) =>
  `service:${values.MA_DICH_VU ?? ''}|${values.MA_VAT_TU ?? ''}|${values.NGAY_YL ?? ''}`

/** Reports by service code, when bảng 4 has any: a Procedure (endoscopy) points at its report. */
export type ReportsByService = ReadonlyMap<string, Reference>

export function orderedTests(context: VisitContext, rows: readonly KeyedRow[]): OrderedTest[] {
  const ordered: OrderedTest[] = []
  for (const { row, values, key } of rows) {
    if (!isOrder(values)) continue
    const group = costGroupOf(values.MA_NHOM)
    const source = { table: 'XML3', row }
    const order = context.draft.add<ServiceRequest>(requestOf(context, values, source), key, source)
    ordered.push({
      code: values.MA_DICH_VU ?? '',
      group,
      name: values.TEN_DICH_VU ?? values.MA_DICH_VU ?? '',
      resultAt: values.NGAY_KQ,
      doneAt: values.NGAY_TH_YL,
      order,
    })
  }
  return ordered
}

export function mapProcedures(
  context: VisitContext,
  rows: readonly KeyedRow[],
  reports: ReportsByService,
): void {
  for (const { row, values, key } of rows) {
    if (!isProcedure(values)) continue
    const source = { table: 'XML3', row }
    context.draft.add<Procedure>(procedureOf(context, values, source, reports), key, source)
  }
}

export function serviceOf(values: Values): CodeableConcept {
  const coding = []
  if (values.MA_DICH_VU) coding.push({ system: codeSystems.service, code: values.MA_DICH_VU })
  for (const code of listOf(values.MA_PTTT_QT)) coding.push({ system: codeSystems.icd9cm, code })
  return {
    ...(coding.length ? { coding } : {}),
    text: values.TEN_DICH_VU ?? values.MA_DICH_VU ?? 'Dịch vụ không ghi tên',
  }
}

const categoryOf = (group: string) => coded(codeSystems.costGroup, group, nameOf('costGroups', group))

function requestOf(context: VisitContext, values: Values, source: SourceRow) {
  const { draft } = context
  const request: Omit<ServiceRequest, 'id'> = {
    resourceType: 'ServiceRequest',
    status: 'completed',
    intent: 'order',
    category: [categoryOf(costGroupOf(values.MA_NHOM))],
    code: serviceOf(values),
    subject: draft.patient,
    encounter: context.encounter,
  }
  const done = values.NGAY_TH_YL && bhytDateTime(values.NGAY_TH_YL)
  if (done) request.occurrenceDateTime = done
  const ordered = values.NGAY_YL && bhytDateTime(values.NGAY_YL)
  if (ordered) request.authoredOn = ordered
  const [requester, ...others] = draft.practitioners(values.MA_BAC_SI, source)
  if (requester) request.requester = requester
  const performers = draft.practitioners(values.NGUOI_THUC_HIEN, source)
  if (performers.length) request.performer = performers
  if (values.MA_KHOA) request.locationReference = [draft.department(values.MA_KHOA, source)]
  Object.assign(request, reasonsOf(context, values.MA_BENH))
  if (values.VI_TRI_TH_DVKT) request.bodySite = [coded(codeSystems.bodySite, values.VI_TRI_TH_DVKT)]
  const extension = sentOnly([...serviceDetails(values), ...others.map(requesterExtension)])
  if (extension) request.extension = extension
  return request
}

function procedureOf(context: VisitContext, values: Values, source: SourceRow, reports: ReportsByService) {
  const { draft } = context
  const procedure: Omit<Procedure, 'id'> = {
    resourceType: 'Procedure',
    // Suffix _TB: the service was stopped half-way (BHYT service codes).
    status: values.MA_DICH_VU?.endsWith('_TB') ? 'stopped' : 'completed',
    category: categoryOf(costGroupOf(values.MA_NHOM)),
    code: serviceOf(values),
    subject: draft.patient,
    encounter: context.encounter,
  }
  Object.assign(procedure, performedOf(values))
  const performers = draft.practitioners(values.NGUOI_THUC_HIEN, source)
  if (performers.length) procedure.performer = performers.map((actor) => ({ actor }))
  if (values.MA_KHOA) procedure.location = draft.department(values.MA_KHOA, source)
  Object.assign(procedure, reasonsOf(context, values.MA_BENH))
  if (values.VI_TRI_TH_DVKT) procedure.bodySite = [coded(codeSystems.bodySite, values.VI_TRI_TH_DVKT)]
  const report = values.MA_DICH_VU && reports.get(values.MA_DICH_VU)
  if (report) procedure.report = [report]
  const ordered = values.NGAY_YL && bhytDateTime(values.NGAY_YL)
  const extension = sentOnly([
    ordered ? { url: extensions.orderedAt, valueDateTime: ordered } : undefined,
    ...serviceDetails(values),
    ...draft.practitioners(values.MA_BAC_SI, source).map(requesterExtension),
  ])
  if (extension) procedure.extension = extension
  return procedure
}

/** For surgery NGAY_TH_YL is the beginning and NGAY_KQ the end. */
function performedOf(values: Values): Partial<Procedure> {
  const start = values.NGAY_TH_YL && bhytDateTime(values.NGAY_TH_YL)
  const end = values.NGAY_KQ && bhytDateTime(values.NGAY_KQ)
  if (start && end && end >= start) return { performedPeriod: { start, end } }
  const at = start || end
  return at ? { performedDateTime: at } : {}
}

/** MA_BENH of the row: the visit's own Condition where there is one, else the code. */
export function reasonsOf(context: VisitContext, codes: string | undefined) {
  const reasonReference: Reference[] = []
  const reasonCode: CodeableConcept[] = []
  for (const sent of listOf(codes)) {
    const code = tidyIcd10(sent)
    const known = context.conditions.get(code)
    if (known) reasonReference.push(known)
    else reasonCode.push({ coding: [{ system: codeSystems.icd10, code }] })
  }
  return {
    ...(reasonReference.length ? { reasonReference } : {}),
    ...(reasonCode.length ? { reasonCode } : {}),
  }
}

const requesterExtension = (valueReference: Reference): Extension => ({
  url: extensions.requester,
  valueReference,
})

/** What a row says beside who, when and what, whichever resource it becomes. */
export function serviceDetails(values: Values): Extension[] {
  const resultAt = values.NGAY_KQ && bhytDateTime(values.NGAY_KQ)
  const anaesthesia = values.PP_VO_CAM
  return [
    ...(resultAt ? [{ url: extensions.resultAt, valueDateTime: resultAt }] : []),
    ...(anaesthesia
      ? [
          {
            url: extensions.anaesthesia,
            valueCodeableConcept: coded(
              codeSystems.anaesthesia,
              anaesthesia,
              nameOf('anaesthesia', anaesthesia),
            ),
          },
        ]
      : []),
    ...listOf(values.MA_MAY).map((valueString) => ({ url: extensions.deviceCode, valueString })),
    ...listOf(values.MA_BENH_YHCT).map((code) => ({
      url: extensions.traditionalReason,
      valueCoding: { system: codeSystems.traditionalDisease, code },
    })),
  ]
}
