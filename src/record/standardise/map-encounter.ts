import type { Coding, Encounter, EncounterDiagnosis, Extension, Period, Reference } from 'fhir/r4'
import { nameOf } from '#vocabulary/catalogues'
import { codeSystems, extensions, identifierSystems, sentDecimal } from '#vocabulary/fhir'
import { bhytDateTime } from '#vocabulary/vietnam'
import type { SourceRow } from './draft.types.ts'
import type { DraftBuilder } from './draft-builder.ts'
import { listOf, type Values } from './rows.ts'
import { coded, quantityOf, sentOnly, textExtension, withText } from './values.ts'

/** XML0 and XML1 of one visit make the same Encounter, so that the second supersedes the first. */
export const encounterKey = 'visit'

/**
 * MA_LOAI_KCB → v3-ActCode. 04 and 09 (day treatment, under 4 hours) and 06 (staying at a clinic or commune station)
 * are short stays; 11 is care in the field. 10 ("khác") has no class of HL7 and keeps its own code.
 */
const classes: Readonly<Record<string, readonly [code: string, display: string]>> = {
  '01': ['AMB', 'ambulatory'],
  '02': ['AMB', 'ambulatory'],
  '03': ['IMP', 'inpatient encounter'],
  '04': ['SS', 'short stay'],
  '05': ['AMB', 'ambulatory'],
  '06': ['SS', 'short stay'],
  '07': ['AMB', 'ambulatory'],
  '08': ['AMB', 'ambulatory'],
  '09': ['SS', 'short stay'],
  '11': ['FLD', 'field'],
  '12': ['HH', 'home health'],
  '13': ['AMB', 'ambulatory'],
  '14': ['VR', 'virtual'],
  '15': ['AMB', 'ambulatory'],
  '16': ['AMB', 'ambulatory'],
}

/** Spreadsheets eat the zero: `1` is 01. */
export const visitTypeOf = (values: Values) => values.MA_LOAI_KCB?.padStart(2, '0')

/** MA_DOITUONG_KCB 2 is "cấp cứu": an examination then is an emergency visit. */
function classOf(values: Values): Coding {
  const type = visitTypeOf(values)
  if (type === '01' && values.MA_DOITUONG_KCB === '2')
    return { system: codeSystems.actCode, code: 'EMER', display: 'emergency' }
  const known = type ? classes[type] : undefined
  if (known) return { system: codeSystems.actCode, code: known[0], display: known[1] }
  if (!type) return { system: codeSystems.actCode, code: 'AMB', display: 'ambulatory' }
  return { system: codeSystems.visitType, code: type, display: nameOf('visitTypes', type) ?? 'Khác' }
}

export const isInpatient = (values: Values) => ['03', '04', '06', '09'].includes(visitTypeOf(values) ?? '')

export function periodOf(values: Values): { start: string | null; end: string | null } {
  return {
    start: values.NGAY_VAO ? bhytDateTime(values.NGAY_VAO) : null,
    end: values.NGAY_RA ? bhytDateTime(values.NGAY_RA) : null,
  }
}

export function mapEncounter(
  draft: DraftBuilder,
  values: Values,
  source: SourceRow,
  diagnosis: readonly EncounterDiagnosis[],
): Reference {
  const { facilityCode, visitLinkId } = draft.message
  const encounter: Omit<Encounter, 'id'> = {
    resourceType: 'Encounter',
    identifier: [{ system: identifierSystems.visit(facilityCode), value: visitLinkId }],
    status: source.table === 'XML0' ? 'in-progress' : 'finished',
    class: classOf(values),
    subject: draft.patient,
    serviceProvider: draft.ownFacility(source),
  }
  if (values.MA_HSBA)
    encounter.identifier!.push({
      system: identifierSystems.medicalRecord(facilityCode),
      value: values.MA_HSBA,
    })
  const type = visitTypeOf(values)
  if (type) encounter.type = [coded(codeSystems.visitType, type, nameOf('visitTypes', type))]
  const { start, end } = periodOf(values)
  if (start || end) encounter.period = period(start, end)
  const length = quantityOf(values.SO_NGAY_DTRI, 'ngày')
  // FHIR R4 Duration, drt-1: a value has a UCUM code of time.
  if (length) encounter.length = length.value === undefined ? length : { ...length, ...days }
  if (values.LY_DO_VV) encounter.reasonCode = [{ text: values.LY_DO_VV }]
  if (diagnosis.length) encounter.diagnosis = [...diagnosis]
  const hospitalization = hospitalizationOf(draft, values, source)
  if (hospitalization) encounter.hospitalization = hospitalization
  const departments = listOf(values.MA_KHOA)
  if (departments.length)
    encounter.location = departments.map((code) => ({ location: draft.department(code, source) }))
  const extension = extensionsOf(draft, values, source)
  if (extension) encounter.extension = extension
  return draft.add<Encounter>(encounter, encounterKey, source)
}

/** FHIR R4 Period, per-1: an end before the start cannot be said; the start stays, the sender's file keeps both. */
export function period(start: string | null, end: string | null): Period {
  const backwards = start !== null && end !== null && end.slice(0, start.length) < start.slice(0, end.length)
  return { ...(start ? { start } : {}), ...(end && !backwards ? { end } : {}) }
}

const days = { system: codeSystems.ucum, code: 'd' }

function hospitalizationOf(draft: DraftBuilder, values: Values, source: SourceRow) {
  const { MA_NOI_DI, MA_NOI_DEN, MA_LOAI_RV, GIAY_CHUYEN_TUYEN } = values
  if (!MA_NOI_DI && !MA_NOI_DEN && !MA_LOAI_RV && !GIAY_CHUYEN_TUYEN) return undefined
  const stay: Encounter['hospitalization'] = {}
  if (GIAY_CHUYEN_TUYEN)
    stay.preAdmissionIdentifier = { system: identifierSystems.referralLetter, value: GIAY_CHUYEN_TUYEN }
  if (MA_NOI_DI) stay.origin = draft.otherFacility(MA_NOI_DI, source)
  if (MA_NOI_DEN) stay.destination = draft.otherFacility(MA_NOI_DEN, source)
  if (MA_LOAI_RV)
    stay.dischargeDisposition = coded(
      codeSystems.dischargeType,
      MA_LOAI_RV,
      nameOf('dischargeTypes', MA_LOAI_RV),
    )
  return stay
}

/** MA_LYDO_VVIEN of QĐ 4210 comes under the new name too, but its 1-4 are another list. */
const routes4210: Readonly<Record<string, string>> = {
  1: 'Đúng tuyến',
  2: 'Cấp cứu',
  3: 'Trái tuyến',
  4: 'Thông tuyến',
}

function extensionsOf(draft: DraftBuilder, values: Values, source: SourceRow): Extension[] | undefined {
  const concept = (url: string, valueCodeableConcept: Extension['valueCodeableConcept']) => ({
    url,
    valueCodeableConcept,
  })
  const { MA_DOITUONG_KCB: route, KET_QUA_DTRI: outcome, MA_TAI_NAN: accident } = values
  const admitted = values.NGAY_VAO_NOI_TRU && bhytDateTime(values.NGAY_VAO_NOI_TRU)
  const routeName =
    route && (draft.message.norm === '4210' ? routes4210[route] : nameOf('coverageRoutes', route))
  return sentOnly([
    route ? concept(extensions.coverageRoute, coded(codeSystems.coverageRoute, route, routeName)) : undefined,
    outcome
      ? concept(extensions.outcome, coded(codeSystems.outcome, outcome, nameOf('outcomes', outcome)))
      : undefined,
    accident
      ? concept(extensions.accident, coded(codeSystems.accident, accident, nameOf('accidents', accident)))
      : undefined,
    admitted ? { url: extensions.admittedAt, valueDateTime: admitted } : undefined,
    admissionReason(values),
    textExtension(extensions.admissionDiagnosis, values.CHAN_DOAN_VAO),
    textExtension(extensions.finalDiagnosis, values.CHAN_DOAN_RV),
    ...listOf(values.MA_BENH_YHCT).map((code) => ({
      url: extensions.traditionalDiagnosis,
      valueCoding: { system: codeSystems.traditionalDisease, code },
    })),
    ...listOf(values.MA_PTTT_QT).map((code) => ({
      url: extensions.procedureCode,
      valueCoding: { system: codeSystems.icd9cm, code },
    })),
    textExtension(extensions.treatmentMethod, values.PP_DIEU_TRI),
    textExtension(extensions.advice, values.GHI_CHU),
    ...listOf(values.CAN_NANG_CON).map((grams) => newbornWeight(grams)),
    values.MA_TTDV
      ? { url: extensions.headOfFacility, valueReference: draft.practitioner(values.MA_TTDV, source) }
      : undefined,
  ])
}

function admissionReason({ LY_DO_VNT, MA_LY_DO_VNT }: Values): Extension | undefined {
  if (!LY_DO_VNT && !MA_LY_DO_VNT) return undefined
  return {
    url: extensions.admissionReason,
    valueCodeableConcept: MA_LY_DO_VNT
      ? withText(coded(codeSystems.admissionReason, MA_LY_DO_VNT), LY_DO_VNT)
      : { text: LY_DO_VNT! },
  }
}

/** CAN_NANG_CON stands in the mother's summary: the weight of her newborns, in grams. */
function newbornWeight(grams: string): Extension {
  const { value, extension } = sentDecimal(grams)
  return value === undefined
    ? { url: extensions.newbornWeight, valueString: grams }
    : {
        url: extensions.newbornWeight,
        valueQuantity: {
          ...(extension ? { extension } : {}),
          value,
          unit: 'g',
          system: codeSystems.ucum,
          code: 'g',
        },
      }
}
