import { found } from './found.ts'
import { newMobilePrefix } from './mobile-prefixes.ts'
import { type IdentifierFound, NumberFlag } from './number.types.ts'
import { readField } from './split-field.ts'

/**
 * The field for phones: `0909 999 001`, `+84 909…`, `84909…`, `0084…`, a number whose zero was eaten, the mobile numbers of 11
 * digits before 2018, several of them. Service numbers (1900…, 115) are nobody's and are left out.
 */
export const readPhoneField = (raw: string | null): readonly IdentifierFound[] =>
  readField(raw === null ? null : plain(raw), (candidate) =>
    /^\d{9,17}$/.test(candidate) ? phone(candidate) : null,
  )

/** (028) 3829 1234 is one number, +84 (0)909… has a zero that is not dialled, and a plus stands for two zeros. */
const plain = (raw: string) =>
  /[+()]/.test(raw) ? raw.replace(/\(0\)/g, '').replaceAll('+', '00').replace(/[()]/g, ' ') : raw

function phone(digits: string): IdentifierFound | null {
  if (digits.startsWith('0084')) return domestic(withZero(digits.slice(4)), 0)
  if (digits.startsWith('00')) return foreign(digits.slice(2))
  if (digits[0] === '0') return domestic(digits, 0)
  const country = digits.startsWith('84') && digits.length >= 11
  return country ? domestic(withZero(digits.slice(2)), 0) : domestic(`0${digits}`, NumberFlag.restored)
}

/** People write +84 0909… as well as +84 909… . */
const withZero = (digits: string) => (digits[0] === '0' ? digits : `0${digits}`)

/** Mobile: 10 digits from 03, 05, 07, 08, 09. Fixed: 11 digits from 02, as all are since 2017. */
function domestic(digits: string, flags: number): IdentifierFound | null {
  if (/^0[35789]\d{8}$/.test(digits) || /^02\d{9}$/.test(digits)) return found('phone', digits, flags)
  const renewed = digits.length === 11 ? newMobilePrefix(digits.slice(0, 4)) : null
  return renewed ? found('phone', renewed + digits.slice(4), flags) : null
}

/** E.164: 8 to 15 digits with the country. */
const foreign = (digits: string): IdentifierFound | null =>
  /^[1-9]\d{7,14}$/.test(digits) ? found('phone', `+${digits}`) : null
