import { citizenNumber } from './citizen-number.ts'
import { found } from './found.ts'
import type { IdentifierFound } from './number.types.ts'
import { readField } from './split-field.ts'

const nobody = { birthYear: null, sex: null }

/**
 * The field for passports. Foreign ones are six to ten letters and digits in any order (12AB34567, TK1234567, 9 digits); four
 * digits at least and three letters at most in front, or words would be passports. No country stands beside the number, so none
 * is kept.
 */
export const readPassportField = (raw: string | null): readonly IdentifierFound[] =>
  readField(raw, (candidate) => {
    if (/^\d{12}$/.test(candidate)) return citizenNumber(candidate, nobody)
    if (!/^(?![A-Z]{4})[0-9A-Z]{6,10}$/.test(candidate)) return null
    return countDigits(candidate) >= 4 ? found('passport', candidate) : null
  })

function countDigits(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 58) count += 1
  return count
}

/** `XXXXX.GCS.ZZZZZ.YY`: sequence, facility, year (TT 22/2025/TT-BYT, form 01); dots are lost on the way. */
export const readBirthCertificateField = (raw: string | null): readonly IdentifierFound[] =>
  readField(raw?.replace(/[/_]/g, '.') ?? null, (candidate) => {
    const parts = /^(\d{5})GCS([0-9A-Z]{5})(\d{2})$/.exec(candidate)
    return parts ? found('birth-certificate', `${parts[1]}.GCS.${parts[2]}.${parts[3]}`) : null
  })
