import type { CodeableConcept, Quantity } from 'fhir/r4'
import { codeSystems, sentDecimal } from '#vocabulary/fhir'

export interface Sign {
  readonly loinc: string
  readonly text: string
  readonly unit: string
  readonly ucum: string
}

/** LOINC codes: FHIR R4 vital signs profile. */
export const signs = {
  pulse: { loinc: '8867-4', text: 'Mạch', unit: 'lần/phút', ucum: '/min' },
  temperature: { loinc: '8310-5', text: 'Thân nhiệt', unit: '°C', ucum: 'Cel' },
  respiration: { loinc: '9279-1', text: 'Nhịp thở', unit: 'lần/phút', ucum: '/min' },
  saturation: { loinc: '2708-6', text: 'SpO₂', unit: '%', ucum: '%' },
  weight: { loinc: '29463-7', text: 'Cân nặng', unit: 'kg', ucum: 'kg' },
  height: { loinc: '8302-2', text: 'Chiều cao', unit: 'cm', ucum: 'cm' },
  systolic: { loinc: '8480-6', text: 'Huyết áp tâm thu', unit: 'mmHg', ucum: 'mm[Hg]' },
  diastolic: { loinc: '8462-4', text: 'Huyết áp tâm trương', unit: 'mmHg', ucum: 'mm[Hg]' },
} as const satisfies Readonly<Record<string, Sign>>

/** Holds systolic and diastolic as components; has no value of its own. */
export const pressure = { loinc: '85354-9', text: 'Huyết áp' } as const

export const vitalSignsCategory: CodeableConcept[] = [
  {
    coding: [{ system: codeSystems.observationCategory, code: 'vital-signs', display: 'Vital Signs' }],
  },
]

export const signCode = ({ loinc, text }: Pick<Sign, 'loinc' | 'text'>): CodeableConcept => ({
  coding: [{ system: codeSystems.loinc, code: loinc }],
  text,
})

export const signQuantity = (sign: Sign, sent: string, plain = sent.replace(',', '.')): Quantity => ({
  ...sentDecimal(sent, plain),
  unit: sign.unit,
  system: codeSystems.ucum,
  code: sign.ucum,
})
