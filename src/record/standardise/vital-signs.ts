import type { Observation } from 'fhir/r4'
import { pressure, type Sign, signCode, signQuantity, signs } from './signs.ts'

/**
 * Vital signs inside DIEN_BIEN_LS by the convention `CSST<M96_T38.2_HA125/80_NT20_SP98>` (bảng 5): M pulse,
 * T temperature, HA blood pressure, NT respiration, SP oxygen saturation. Other marks (HL …) stay in the note's text.
 */
export interface VitalSign {
  /** Names the sign among those of one note. */
  readonly mark: string
  readonly observation: Pick<Observation, 'code'> & Partial<Pick<Observation, 'valueQuantity' | 'component'>>
}

const marks: Readonly<Record<string, Sign>> = {
  M: signs.pulse,
  T: signs.temperature,
  NT: signs.respiration,
  SP: signs.saturation,
}

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
        code: signCode(pressure),
        component: [
          { code: signCode(signs.systolic), valueQuantity: signQuantity(signs.systolic, two[1]!) },
          { code: signCode(signs.diastolic), valueQuantity: signQuantity(signs.diastolic, two[2]!) },
        ],
      },
    }
  const one = /^([A-Z]+)\s*(\d{1,3}(?:[.,]\d{1,2})?)$/.exec(part)
  const sign = one ? marks[one[1]!] : undefined
  // A zero is a box left empty, not a heart that stands still.
  if (!one || !sign || Number(one[2]!.replace(',', '.')) === 0) return undefined
  return { mark: one[1]!, observation: { code: signCode(sign), valueQuantity: signQuantity(sign, one[2]!) } }
}
