import { fail, ok, type Result } from '#foundation/result'
import { problems } from './vietnam.problems.ts'

/** Số định danh cá nhân (CCCD), 12 digits. */
export type CitizenId = string & { readonly __brand: 'CitizenId' }
/** Chứng minh nhân dân of before 2016, 9 digits. Not unique over time. */
export type OldIdCard = string & { readonly __brand: 'OldIdCard' }
export type Passport = string & { readonly __brand: 'Passport' }

/** What the digits of a citizen number say about its owner (Circular 59/2021/TT-BCA, annex). */
export interface CitizenIdSays {
  /** Three-digit code of the province (or country) of birth registration, of the list before July 2025, for life. */
  readonly birthRegistration: string
  readonly sex: 'male' | 'female'
  readonly birthYear: number
}

/** Numbers typed to get past a required box: one digit repeated, or counting up or down. */
export function isDummyNumber(digits: string): boolean {
  if (/^(\d)\1*$/.test(digits)) return true
  return '01234567890123456789'.includes(digits) || '98765432109876543210'.includes(digits)
}

const withoutSeparators = (text: string) => text.replace(/[\s.-]/g, '')

/** Form only: the number has no check digit, so a doubtful century or year warns elsewhere and never refuses here. */
export function parseCitizenId(text: string): Result<CitizenId> {
  const digits = withoutSeparators(text)
  if (!/^\d{12}$/.test(digits)) return fail(problems.citizenIdFormat)
  if (isDummyNumber(digits) || digits.startsWith('000')) return fail(problems.citizenIdDummy)
  return ok(digits as CitizenId)
}

/** Fourth digit: 0 and 1 are born in 19xx, 2 and 3 in 20xx, and so on; even male, odd female. */
export function citizenIdSays(id: CitizenId): CitizenIdSays {
  const centuryAndSex = Number(id[3])
  return {
    birthRegistration: id.slice(0, 3),
    sex: centuryAndSex % 2 === 0 ? 'male' : 'female',
    birthYear: 1900 + 100 * Math.floor(centuryAndSex / 2) + Number(id.slice(4, 6)),
  }
}

export type CitizenIdDoubt = 'sex' | 'birth-year'

/** Where a number and what the sender says of its owner disagree: a reason to look again, never to refuse. */
export function doubtsAboutCitizenId(
  id: CitizenId,
  owner: { readonly sex?: string | null; readonly birthDate?: string | null },
): CitizenIdDoubt[] {
  const says = citizenIdSays(id)
  const doubts: CitizenIdDoubt[] = []
  if ((owner.sex === 'male' || owner.sex === 'female') && owner.sex !== says.sex) doubts.push('sex')
  if (owner.birthDate && Number(owner.birthDate.slice(0, 4)) !== says.birthYear) doubts.push('birth-year')
  return doubts
}

export function parseOldIdCard(text: string): Result<OldIdCard> {
  const digits = withoutSeparators(text)
  return /^\d{9}$/.test(digits) && !isDummyNumber(digits)
    ? ok(digits as OldIdCard)
    : fail(problems.oldIdCardFormat)
}

/** The gateway takes one capital letter and 7 digits; passports since 2022 have a letter and 8 digits. */
export function parsePassport(text: string): Result<Passport> {
  const number = withoutSeparators(text).toUpperCase()
  return /^[A-Z]{1,2}\d{6,8}$/.test(number) ? ok(number as Passport) : fail(problems.passportFormat)
}
