import type { Condition, Encounter, EncounterDiagnosis, Extension } from 'fhir/r4'
import { bhytTime } from '#vocabulary/bhyt-fhir'
import { codeSystems, decimalText, extensions, identifierSystems } from '#vocabulary/fhir'
import type { RowValues } from './restate.types.ts'
import {
  codeOf,
  extensionOf,
  extensionsOf,
  joined,
  numberUnder,
  sentTextOf,
  textOf,
  type VisitBook,
} from './visit-book.ts'

/** MA_LOAI_KCB of a class that only one visit type has; the others are not guessed. */
const typeOfClass: Readonly<Record<string, string>> = { IMP: '03', FLD: '11', HH: '12', VR: '14' }

/** The visit, under the names of bảng 1. */
export function sayEncounter(book: VisitBook, encounter: Encounter): RowValues {
  const { facilityCode } = book.visit
  const { hospitalization: stay, period } = encounter
  const coded = (url: string, system: string) =>
    codeOf(extensionOf(encounter, url)?.valueCodeableConcept, system)
  const codings = (url: string) =>
    joined(extensionsOf(encounter, url).map(({ valueCoding }) => valueCoding?.code))
  const reason = extensionOf(encounter, extensions.admissionReason)?.valueCodeableConcept
  const reasonCode = codeOf(reason, codeSystems.admissionReason)
  return {
    LY_DO_VV: encounter.reasonCode?.[0]?.text,
    LY_DO_VNT: reason?.text === reasonCode ? undefined : reason?.text,
    MA_LY_DO_VNT: reasonCode,
    CHAN_DOAN_VAO: textOf(encounter, extensions.admissionDiagnosis),
    CHAN_DOAN_RV: textOf(encounter, extensions.finalDiagnosis),
    ...sayDiagnoses(book, encounter),
    MA_BENH_YHCT: codings(extensions.traditionalDiagnosis),
    MA_PTTT_QT: codings(extensions.procedureCode),
    MA_DOITUONG_KCB: coded(extensions.coverageRoute, codeSystems.coverageRoute),
    MA_NOI_DI: book.facility(stay?.origin),
    MA_NOI_DEN: book.facility(stay?.destination),
    MA_TAI_NAN: coded(extensions.accident, codeSystems.accident),
    NGAY_VAO: bhytTime(period?.start),
    NGAY_VAO_NOI_TRU: bhytTime(extensionOf(encounter, extensions.admittedAt)?.valueDateTime),
    NGAY_RA: bhytTime(period?.end),
    GIAY_CHUYEN_TUYEN: stay?.preAdmissionIdentifier?.value,
    SO_NGAY_DTRI: decimalText(encounter.length) ?? undefined,
    PP_DIEU_TRI: textOf(encounter, extensions.treatmentMethod),
    KET_QUA_DTRI: coded(extensions.outcome, codeSystems.outcome),
    MA_LOAI_RV: codeOf(stay?.dischargeDisposition, codeSystems.dischargeType),
    GHI_CHU: textOf(encounter, extensions.advice),
    MA_LOAI_KCB: visitTypeOf(encounter),
    MA_KHOA: joined((encounter.location ?? []).map(({ location }) => book.department(location))),
    CAN_NANG_CON: joined(extensionsOf(encounter, extensions.newbornWeight).map(weightOf)),
    MA_HSBA: numberUnder(encounter.identifier, identifierSystems.medicalRecord(facilityCode)),
    MA_TTDV: book.licence(extensionOf(encounter, extensions.headOfFacility)?.valueReference),
  }
}

const weightOf = ({ valueQuantity, valueString }: Extension) =>
  valueString ?? decimalText(valueQuantity) ?? undefined

function visitTypeOf({ type, class: kind }: Encounter): string | undefined {
  for (const concept of type ?? []) {
    const code = codeOf(concept, codeSystems.visitType)
    if (code) return code
  }
  return kind?.system === codeSystems.actCode ? typeOfClass[kind.code ?? ''] : undefined
}

/** The code of a Condition as it was sent, with or without its dot. */
export function diseaseOf(condition: Condition | undefined): string | undefined {
  const coding = condition?.code?.coding?.find(({ system }) => system === codeSystems.icd10)
  return sentTextOf(coding) ?? coding?.code
}

const roleOf = ({ use }: EncounterDiagnosis) => codeOf(use, codeSystems.diagnosisRole)

/**
 * The main diseases: those of role DD (R4 diagnosis-role, discharge diagnosis). Where no role says so, the one of rank 1
 * (R4 Encounter.diagnosis.rank). An admission diagnosis (AD) is neither.
 */
export function mainDiagnoses({ diagnosis = [] }: Encounter): EncounterDiagnosis[] {
  const main = diagnosis.filter((each) => roleOf(each) === 'DD')
  return main.length ? main : diagnosis.filter((each) => each.rank === 1 && roleOf(each) !== 'AD')
}

function sayDiagnoses(book: VisitBook, encounter: Encounter): RowValues {
  const main = new Set(mainDiagnoses(encounter))
  const ranked = (encounter.diagnosis ?? []).filter((each) => main.has(each) || roleOf(each) !== 'AD')
  ranked.sort((a, b) => (a.rank ?? 99) - (b.rank ?? 99))
  const said = (isMain: boolean) =>
    joined(
      ranked.map((each) =>
        main.has(each) === isMain ? diseaseOf(book.get<Condition>(each.condition)) : undefined,
      ),
    )
  return { MA_BENH_CHINH: said(true), MA_BENH_KT: said(false) }
}
