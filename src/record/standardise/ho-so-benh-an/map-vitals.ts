import type { Observation, Quantity } from 'fhir/r4'
import { codeSystems, sentDecimal } from '#vocabulary/fhir'
import type { Fields } from './fields.ts'
import { codingsOf, type RecordDraft } from './record-draft.ts'

interface Sign {
  readonly loinc: string
  readonly title: string
  readonly unit: string
  readonly ucum: string
}

/** LOINC codes: FHIR R4 vital signs profile. */
const signs: Readonly<Record<string, Sign>> = {
  mach: { loinc: '8867-4', title: 'Mạch', unit: 'lần/phút', ucum: '/min' },
  nhietdo: { loinc: '8310-5', title: 'Thân nhiệt', unit: '°C', ucum: 'Cel' },
  nhiptho: { loinc: '9279-1', title: 'Nhịp thở', unit: 'lần/phút', ucum: '/min' },
  spo2: { loinc: '2708-6', title: 'SpO₂', unit: '%', ucum: '%' },
  cannang: { loinc: '29463-7', title: 'Cân nặng', unit: 'kg', ucum: 'kg' },
  chieucao: { loinc: '8302-2', title: 'Chiều cao', unit: 'cm', ucum: 'cm' },
}
const pressure = { loinc: '85354-9', title: 'Huyết áp', unit: '', ucum: '' }
const pressures: readonly (readonly [readonly string[], Sign])[] = [
  [
    ['huyetap_tamthu', 'huyetap_cao'],
    { loinc: '8480-6', title: 'Huyết áp tâm thu', unit: 'mmHg', ucum: 'mm[Hg]' },
  ],
  [
    ['huyetap_tamtruong', 'huyetap_thap'],
    { loinc: '8462-4', title: 'Huyết áp tâm trương', unit: 'mmHg', ucum: 'mm[Hg]' },
  ],
]

/** Vital signs of one row, at one moment. Zero is a box left empty; what is no number stays words. */
export function mapVitals(draft: RecordDraft, fields: Fields, at: string | undefined, key: string): void {
  for (const [name, sign] of Object.entries(signs)) {
    const valueQuantity = fields.takeRead(name, (text) => quantityOf(text, sign))
    if (valueQuantity) add(draft, fields, at, `${key}|${name}`, { code: codeOf(sign), valueQuantity })
  }
  const component = pressures.flatMap(([names, sign]) => {
    const name = names.find((each) => fields.see(each) !== undefined)
    const valueQuantity = name && fields.takeRead(name, (text) => quantityOf(text, sign))
    return valueQuantity ? [{ code: codeOf(sign), valueQuantity }] : []
  })
  if (component.length > 0) add(draft, fields, at, `${key}|pressure`, { code: codeOf(pressure), component })
}

type Said = Pick<Observation, 'code'> & Partial<Observation>

function add(draft: RecordDraft, fields: Fields, at: string | undefined, key: string, said: Said): void {
  const observation: Omit<Observation, 'id'> = {
    resourceType: 'Observation',
    status: 'final',
    category: [
      { coding: [{ system: codeSystems.observationCategory, code: 'vital-signs', display: 'Vital Signs' }] },
    ],
    subject: draft.patient,
    encounter: draft.encounter,
    ...(at ? { effectiveDateTime: at } : {}),
    ...said,
  }
  draft.add<Observation>(observation, `vital:${key}|${at ?? ''}`, fields.source)
}

const codeOf = (sign: Sign) => ({
  coding: [{ system: codeSystems.loinc, code: sign.loinc }],
  text: sign.title,
})

function quantityOf(text: string, sign: Sign): Quantity | null {
  if (!/^\d{1,4}([.,]\d{1,3})?$/.test(text)) return null
  const plain = text.replace(',', '.')
  if (Number(plain) === 0) return null
  return { ...sentDecimal(text, plain), unit: sign.unit, system: codeSystems.ucum, code: sign.ucum }
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
