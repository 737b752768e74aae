import { list } from '#vocabulary/catalogues'
import { found } from './found.ts'
import { type IdentifierFound, NumberFlag, type NumberOwner } from './number.types.ts'

/**
 * 12 digits: province (or country) of birth registration, century and sex, year, serial (Circular 59/2021/TT-BCA, annex). No
 * check digit: everything doubtful is a flag and nothing is refused.
 */
export const citizenNumber = (digits: string, owner: NumberOwner, flags = 0): IdentifierFound =>
  found('citizen-id', digits, flags | doubtsAbout(digits, owner))

/**
 * 11 or 10 digits may be a number whose leading zeros a spreadsheet ate. They are put back only if province, sex and year then
 * fit what the record says, and both are said: one number in some two thousand fits by chance.
 */
export function restoredCitizenNumber(digits: string, owner: NumberOwner): IdentifierFound | null {
  if (digits[0] === '0' || owner.birthYear === null) return null
  if (owner.sex !== 'male' && owner.sex !== 'female') return null
  const whole = digits.padStart(12, '0')
  if (whole.startsWith('000') || doubtsAbout(whole, owner) !== 0) return null
  return citizenNumber(whole, owner, NumberFlag.restored)
}

function doubtsAbout(digits: string, { birthYear, sex }: NumberOwner): number {
  const centuryAndSex = digits.charCodeAt(3) - 48
  // From 100 on stand countries, for citizens born abroad: a list nobody here holds.
  const province = digits[0] !== '0' || isProvince(digits.slice(1, 3))
  let flags = province ? 0 : NumberFlag.provinceUnknown
  if (centuryAndSex > 3) flags |= NumberFlag.impossible
  const says = 1900 + 100 * (centuryAndSex >> 1) + Number(digits.slice(4, 6))
  if (birthYear !== null && birthYear !== says) flags |= NumberFlag.yearDiffers
  const female = (centuryAndSex & 1) === 1
  if ((sex === 'male' && female) || (sex === 'female' && !female)) flags |= NumberFlag.sexDiffers
  return flags
}

/** Two digits of the 63 provinces before July 2025: the number keeps them for life. */
export const isProvince = (code: string): boolean => code in list('provincesBefore2025')
