import { icd10Names, type ListName, list, wards2025 } from './load.ts'

/** The Vietnamese name of a code in a small list, or null when the list does not have it. */
export function nameOf(listName: ListName, code: string): string | null {
  const names = list(listName)
  return Object.hasOwn(names, code) ? names[code]! : null
}

/** Codes are sent with and without the dot, with dagger or asterisk, in small letters: `j209`, `A17.0†`. */
export function tidyIcd10(code: string): string {
  const bare = code.replace(/[\s†*+]/g, '').toUpperCase()
  return /^[A-Z]\d{3,5}$/.test(bare) ? `${bare.slice(0, 3)}.${bare.slice(3)}` : bare
}

/**
 * Vietnamese name of an ICD-10 code. The list carries no English on purpose: its English column had shifted rows.
 * A code of five characters falls back on nothing: a wrong name is worse than none.
 */
export function icd10Name(code: string): string | null {
  return icd10Names().get(tidyIcd10(code)) ?? null
}

/** Compound departments (`K02.D35`, `K16.1` of QĐ 1804/2026) are named by their parent when they are not listed. */
export function departmentName(code: string): string | null {
  return nameOf('departments', code) ?? nameOf('departments', code.slice(0, 3))
}

/** The day on which the 34 provinces and the two-level administration came into force. */
const reform = '2025-07-01'

/** A province's name on a day: the codes survived the merger of July 2025, the names did not. */
export function provinceName(code: string, on: string | null): string | null {
  const two = code.padStart(2, '0').slice(-2)
  if (on !== null && on < reform) return nameOf('provincesBefore2025', two)
  return nameOf('provinces2025', two) ?? nameOf('provincesBefore2025', two)
}

/**
 * A ward's name. Ward numbers were re-used by the reform for other wards, so a number is named only when the visit is
 * after it and no district was sent with it; older wards are not carried and keep the sender's address text.
 */
export function wardName(code: string, on: string | null, district: string | null): string | null {
  if (on === null || on < reform || district) return null
  return wards2025().get(code)?.name ?? null
}
