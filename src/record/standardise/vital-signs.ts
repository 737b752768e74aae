import type { Observation, Quantity } from 'fhir/r4'
import { codeSystems, sentDecimal } from '#vocabulary/fhir'

/**
 * Vital signs inside DIEN_BIEN_LS by the convention `CSST<M96_T38.2_HA125/80_NT20_SP98>` (bảng 5): M pulse,
 * T temperature, HA blood pressure, NT respiration, SP oxygen saturation. Other marks (HL …) stay in the note's text.
 * LOINC codes: FHIR R4 vital signs profile.
 */
export interface VitalSign {
  /** Names the sign among those of one note. */
  readonly mark: string
  readonly observation: Pick<Observation, 'code'> & Partial<Pick<Observation, 'valueQuantity' | 'component'>>
}

interface Sign {
  readonly loinc: string
  readonly text: string
  readonly unit: string
  readonly ucum: string
}

const signs: Readonly<Record<string, Sign>> = {
  M: { loinc: '8867-4', text: 'Mạch', unit: 'lần/phút', ucum: '/min' },
  T: { loinc: '8310-5', text: 'Thân nhiệt', unit: '°C', ucum: 'Cel' },
  NT: { loinc: '9279-1', text: 'Nhịp thở', unit: 'lần/phút', ucum: '/min' },
  SP: { loinc: '2708-6', text: 'SpO₂', unit: '%', ucum: '%' },
}
const systolic: Sign = { loinc: '8480-6', text: 'Huyết áp tâm thu', unit: 'mmHg', ucum: 'mm[Hg]' }
const diastolic: Sign = { loinc: '8462-4', text: 'Huyết áp tâm trương', unit: 'mmHg', ucum: 'mm[Hg]' }
const pressure: Sign = { loinc: '85354-9', text: 'Huyết áp', unit: '', ucum: '' }

export function vitalSignsIn(note: string): VitalSign[] {
  const found: VitalSign[] = []
  for (const [, inside] of note.matchAll(/CSST\s*<([^<>]*)>/g))
    for (const part of inside!.split('_')) {
      const sign = signOf(part.trim())
      if (sign) found.push(sign)
    }
  return found
}

function signOf(part: string): VitalSign | undefined {
  const two = /^HA\s*(\d{2,3})\s*\/\s*(\d{2,3})$/.exec(part)
  if (two)
    return {
      mark: 'HA',
      observation: {
        code: codeOf(pressure),
        component: [
          { code: codeOf(systolic), valueQuantity: quantity(two[1]!, systolic) },
          { code: codeOf(diastolic), valueQuantity: quantity(two[2]!, diastolic) },
        ],
      },
    }
  const one = /^([A-Z]+)\s*(\d{1,3}(?:[.,]\d{1,2})?)$/.exec(part)
  const sign = one ? signs[one[1]!] : undefined
  // A zero is a box left empty, not a heart that stands still.
  if (!one || !sign || Number(one[2]!.replace(',', '.')) === 0) return undefined
  return { mark: one[1]!, observation: { code: codeOf(sign), valueQuantity: quantity(one[2]!, sign) } }
}

const codeOf = (sign: Sign) => ({
  coding: [{ system: codeSystems.loinc, code: sign.loinc }],
  text: sign.text,
})

const quantity = (sent: string, sign: Sign): Quantity => ({
  ...sentDecimal(sent, sent.replace(',', '.')),
  unit: sign.unit,
  system: codeSystems.ucum,
  code: sign.ucum,
})
