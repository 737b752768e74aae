import type { Observation, Quantity } from 'fhir/r4'
import { codeSystems } from '#vocabulary/fhir'
import { pressure, type Sign, signCode, signQuantity, signs, vitalSignsCategory } from '../signs.ts'
import type { Fields } from './fields.ts'
import { codingsOf, type RecordDraft } from './record-draft.ts'

const fieldSigns: Readonly<Record<string, Sign>> = {
  mach: signs.pulse,
  nhietdo: signs.temperature,
  nhiptho: signs.respiration,
  spo2: signs.saturation,
  cannang: signs.weight,
  chieucao: signs.height,
}
const pressures: readonly (readonly [readonly string[], Sign])[] = [
  [['huyetap_tamthu', 'huyetap_cao'], signs.systolic],
  [['huyetap_tamtruong', 'huyetap_thap'], signs.diastolic],
]

/** Vital signs of one row, at one moment. Zero is a box left empty; what is no number stays words. */
export function mapVitals(draft: RecordDraft, fields: Fields, at: string | undefined, key: string): void {
  for (const [name, sign] of Object.entries(fieldSigns)) {
    const valueQuantity = fields.takeRead(name, (text) => quantityOf(text, sign))
    if (valueQuantity) add(draft, fields, at, `${key}|${name}`, { code: signCode(sign), valueQuantity })
  }
  const component = pressures.flatMap(([names, sign]) => {
    const name = names.find((each) => fields.see(each) !== undefined)
    const valueQuantity = name && fields.takeRead(name, (text) => quantityOf(text, sign))
    return valueQuantity ? [{ code: signCode(sign), valueQuantity }] : []
  })
  if (component.length > 0) add(draft, fields, at, `${key}|pressure`, { code: signCode(pressure), component })
}

type Said = Pick<Observation, 'code'> & Partial<Observation>

function add(draft: RecordDraft, fields: Fields, at: string | undefined, key: string, said: Said): void {
  const observation: Omit<Observation, 'id'> = {
    resourceType: 'Observation',
    status: 'final',
    category: vitalSignsCategory,
    subject: draft.patient,
    encounter: draft.encounter,
    ...(at ? { effectiveDateTime: at } : {}),
    ...said,
  }
  draft.add<Observation>(observation, `vital:${key}|${at ?? ''}`, fields.source)
}

function quantityOf(text: string, sign: Sign): Quantity | null {
  if (!/^\d{1,4}([.,]\d{1,3})?$/.test(text)) return null
  const plain = text.replace(',', '.')
  if (Number(plain) === 0) return null
  return signQuantity(sign, text, plain)
}

/** Findings of the examination that carry a code of the clinical terms or of SNOMED CT; the others are words of the note. */
export function mapFindings(draft: RecordDraft, admission: Fields, at: string | undefined): void {
  for (const organs of admission.below('khambenh_caccoquan'))
    for (const organ of organs.names)
      for (const finding of organs.below(organ)) mapFinding(draft, organ, finding, at)
}

function mapFinding(draft: RecordDraft, organ: string, finding: Fields, at: string | undefined): void {
  const coding = finding.below('dauchung_ma').flatMap(codingsOf)
  if (coding.length === 0) return
  const said = finding.take('dauchung')
  const note = finding.take('dauchung_ghichu')
  const observation: Omit<Observation, 'id'> = {
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ system: codeSystems.observationCategory, code: 'exam', display: 'Exam' }] }],
    code: { text: `Khám ${organ}` },
    subject: draft.patient,
    encounter: draft.encounter,
    ...(at ? { effectiveDateTime: at } : {}),
    valueCodeableConcept: { coding, ...(said ? { text: said } : {}) },
    ...(note ? { note: [{ text: note }] } : {}),
  }
  draft.add<Observation>(observation, `exam:${organ}|${coding[0]!.code}`, finding.source)
}
