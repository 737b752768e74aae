import type { DemographicRecord } from '#vocabulary/demographics'

/**
 * Whether two records have a number in common that is a person's own as it is written: citizen or old card, BHXH, passport,
 * birth certificate; of newborns the mother's number with the day of birth and the order. For evaluations that ask whether
 * twins or newborns were joined without one. It knows nothing of linkage and is on purpose no part of it.
 */
export function shareANumber(one: DemographicRecord, other: DemographicRecord): boolean {
  const numbers = new Set(numbersOf(one))
  return numbersOf(other).some((number) => numbers.has(number))
}

function numbersOf(record: DemographicRecord): string[] {
  const { citizenNumber, insuranceNumber, passportNumber, birthCertificateNumber } = record
  const found = [citizenIn(citizenNumber), ...insuranceIn(insuranceNumber), deliveryIn(record)]
  if (passportNumber) found.push(`passport ${passportNumber}`)
  if (birthCertificateNumber) found.push(`birth ${birthCertificateNumber}`)
  return found.filter((number) => number !== null)
}

/** Zeros that a number column ate are put back; what was typed to fill the box is no number. */
function citizenIn(text: string | null): string | null {
  const digits = text?.replace(/\D/g, '') ?? ''
  if (digits === '' || /^(\d)\1*$/.test(digits) || '0123456789012'.includes(digits)) return null
  return `citizen ${digits.length === 10 || digits.length === 11 ? digits.padStart(12, '0') : digits}`
}

function insuranceIn(text: string | null): string[] {
  const parts = (text ?? '').split(';').map((part) => part.trim())
  return parts.flatMap((part) => {
    if (/^\d{12}$/.test(part)) return citizenIn(part) ?? []
    return part.length >= 10 ? `insurance ${part.slice(-10)}` : []
  })
}

function deliveryIn({ mother, birthDate, birthOrder }: DemographicRecord): string | null {
  const day = birthDate?.replace(/\D/g, '') ?? ''
  return mother?.citizenNumber && birthOrder !== null && day.length >= 8
    ? `delivery ${mother.citizenNumber} ${isoOf(birthDate!)} ${birthOrder}`
    : null
}

/** The day of a birth date in any of the ways in which sources write it. */
function isoOf(text: string): string {
  const slashes = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text)
  const joined = /^(\d\d)(\d\d)((?:19|20)\d\d)$/.exec(text)
  const [, day, month, year] = slashes ?? joined ?? []
  return year ? `${year}${month}${day}` : text.replace(/\D/g, '').slice(0, 8)
}
