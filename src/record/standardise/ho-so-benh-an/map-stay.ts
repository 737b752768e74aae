import type { Condition, Encounter, EncounterDiagnosis, Reference } from 'fhir/r4'
import { icd10Name, tidyIcd10 } from '#vocabulary/catalogues'
import { codeSystems, extensions, identifierSystems } from '#vocabulary/fhir'
import { encounterKey, period } from '../map-encounter.ts'
import { quantityOf } from '../values.ts'
import type { Fields } from './fields.ts'
import type { RecordDraft } from './record-draft.ts'

/** The groups that tell of the stay as a whole. */
export interface StayFields {
  readonly patient: Fields
  readonly admission: Fields | undefined
  readonly treatment: Fields | undefined
  readonly hasEmergency: boolean
}

/** MA_LK, when the record has a field for it and something that can be one: the number of a stay is never taken for it. */
export function visitLinkOf(patient: Fields): string | undefined {
  const link = patient.see('malk')
  return link !== undefined && /^[\w./-]{1,100}$/.test(link) ? link : undefined
}

/** When the stay began and ended. */
export function periodOfStay({ patient, admission, treatment }: StayFields) {
  return {
    start:
      admission?.takeTime('denkhambenhluc') ??
      patient.takeTime('thoigianvaovien') ??
      treatment?.takeTime('ngaynhapkhoa') ??
      null,
    end: treatment?.takeTime('ngayravien') ?? null,
  }
}

/**
 * The annex has no visit type. A bed, a ward entered or days of treatment make an inpatient, an emergency record an emergency;
 * “ngoại trú” in the type of record says ambulatory. Otherwise it is not known, and said so.
 */
function classOf({ patient, treatment, hasEmergency }: StayFields) {
  const actCode = (code: string, display: string) => ({ system: codeSystems.actCode, code, display })
  const type = patient.see('loaiba') ?? ''
  if (/ngoại trú/i.test(type)) return actCode('AMB', 'ambulatory')
  const isIn = ['ngaynhapkhoa', 'giuong', 'giuong_ma', 'songaydieutri'].some((name) => treatment?.see(name))
  if (isIn || patient.see('giuong') || /nội trú/i.test(type)) return actCode('IMP', 'inpatient encounter')
  if (hasEmergency) return actCode('EMER', 'emergency')
  return { system: 'http://terminology.hl7.org/CodeSystem/v3-NullFlavor', code: 'UNK', display: 'unknown' }
}

export function mapStay(
  draft: RecordDraft,
  stay: StayFields,
  when: ReturnType<typeof periodOfStay>,
  diagnosis: readonly EncounterDiagnosis[],
): Reference {
  const { patient, admission, treatment } = stay
  const { facilityCode } = draft.message
  const link = visitLinkOf(patient)
  if (link) patient.take('malk')
  const numbers = [
    [identifierSystems.visit(facilityCode), link],
    [identifierSystems.admission(facilityCode), patient.take('sovaovien')],
    [identifierSystems.medicalRecord(facilityCode), patient.take('soba')],
    [identifierSystems.document(facilityCode), patient.take('soluutru')],
  ] as const
  const encounter: Omit<Encounter, 'id'> = {
    resourceType: 'Encounter',
    identifier: numbers.flatMap(([system, value]) => (value ? [{ system, value }] : [])),
    status: when.end ? 'finished' : when.start ? 'in-progress' : 'unknown',
    class: classOf(stay),
    subject: draft.patient,
    serviceProvider: draft.ownFacility(patient.source),
  }
  if (encounter.identifier!.length === 0) delete encounter.identifier
  if (when.start || when.end) encounter.period = period(when.start, when.end)
  const reason = admission?.see('lydovaovien') ?? patient.see('lydotiepnhan')
  if (reason) encounter.reasonCode = [{ text: reason }]
  if (diagnosis.length > 0) encounter.diagnosis = [...diagnosis]
  const days = quantityOf(treatment?.takeRead('tongsongaydieutri', numeric), 'ngày')
  if (days?.value !== undefined) encounter.length = { ...days, system: codeSystems.ucum, code: 'd' }
  const places = [
    draft.department(patient, 'makhoa', 'tenkhoa'),
    treatment && draft.department(treatment, 'khoadieutri_ma', 'khoadieutri'),
  ].filter((place): place is Reference => place !== undefined)
  const distinct = [...new Map(places.map((p) => [p.reference ?? p.display, p])).values()]
  if (distinct.length > 0) encounter.location = distinct.map((location) => ({ location }))
  const doctors = [
    admission && draft.who(admission, 'mabacsikhambenh', 'bacsikhambenh'),
    treatment && draft.who(treatment, 'bacsidieutri_ma', 'bacsidieutri'),
  ].filter((doctor): doctor is Reference => doctor !== undefined)
  if (doctors.length > 0) encounter.participant = doctors.map((individual) => ({ individual }))
  const [discharge] = treatment?.below('tinhtrangravien') ?? []
  const outcome = discharge?.take('ketquadieutri')
  if (outcome) encounter.extension = [{ url: extensions.outcome, valueCodeableConcept: { text: outcome } }]
  return link
    ? draft.addElsewhere<Encounter>(encounter, link, encounterKey, patient.source)
    : draft.add<Encounter>(encounter, encounterKey, patient.source)
}

const numeric = (text: string) => (/^\d{1,6}$/.test(text) ? text : null)

/** Where a diagnosis stands in a record: its code, its name, and what it was (R4 diagnosis-role). */
const diagnoses = [
  { from: 'treatment', code: 'maicd', name: 'tenicd', role: 'DD', text: 'Bệnh chính' },
  { from: 'treatment', code: 'chandoan_ma', name: null, role: 'DD', text: 'Chẩn đoán' },
  { from: 'treatment', code: 'maicd_khac', name: 'tenicd_khac', role: 'CM', text: 'Bệnh kèm theo' },
  {
    from: 'admission',
    code: 'khambenh_chandoanvaovienmaicd',
    name: null,
    role: 'AD',
    text: 'Chẩn đoán vào viện',
  },
  { from: 'treatment', code: 'chandoanvaovien_ma', name: null, role: 'AD', text: 'Chẩn đoán vào viện' },
] as const

const icd10 = /^[A-Z]\d{2}(\.\d{1,3})?[*+†]?$/i

/** One Condition for each code; the same code in two places is one disease with the first role. */
export function mapDiagnoses(
  draft: RecordDraft,
  stay: StayFields,
  encounter: Reference,
): EncounterDiagnosis[] {
  const byCode = new Map<string, EncounterDiagnosis>()
  for (const { from, code, name, role, text } of diagnoses) {
    const fields = stay[from]
    const codes = fields?.takeRead(code, codesIn)
    if (!fields || !codes) continue
    const names =
      (name &&
        fields
          .see(name)
          ?.split(';')
          .map((each) => each.trim())) ||
      []
    const hasNames = names.length === codes.length
    // A second name of a disease that stands already stays words.
    const areNew = new Set(codes).size === codes.length && !codes.some((each) => byCode.has(each))
    if (name && hasNames && areNew) fields.take(name)
    for (const [index, each] of codes.entries()) {
      if (byCode.has(each)) continue
      const said = hasNames ? names[index] : undefined
      const condition = draft.add<Condition>(
        conditionOf(draft, encounter, each, said),
        `icd10:${each}`,
        fields.source,
      )
      byCode.set(each, {
        condition,
        use: { coding: [{ system: codeSystems.diagnosisRole, code: role }], text },
        rank: byCode.size + 1,
      })
    }
  }
  return [...byCode.values()]
}

/** All codes of a field, or null when one of them is none: then the field stays words. */
function codesIn(text: string): string[] | null {
  const codes = text
    .split(/[;,]/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
  return codes.length > 0 && codes.every((code) => icd10.test(code)) ? codes.map(tidyIcd10) : null
}

function conditionOf(draft: RecordDraft, encounter: Reference, code: string, said: string | undefined) {
  const display = icd10Name(code)
  const condition: Omit<Condition, 'id'> = {
    resourceType: 'Condition',
    category: [{ coding: [{ system: codeSystems.conditionCategory, code: 'encounter-diagnosis' }] }],
    code: {
      coding: [{ system: codeSystems.icd10, code, ...(display ? { display } : {}) }],
      text: said || display || code,
    },
    subject: draft.patient,
    encounter,
  }
  return condition
}
