import type { DemographicRecord } from '#vocabulary/demographics'

/** A number of fewer signs names nobody: it would be tried out. */
const fewestSigns = 8

const isNumber = (text: string | null): boolean =>
  text !== null && (text.match(/[0-9A-Za-z]/g)?.length ?? 0) >= fewestSigns

/**
 * May the index be asked with so little? With a number that is given to one human, or with a name of at least two words
 * and a date of birth: who knows less is not looking for somebody, but looking around.
 */
export function areEnoughWords(words: DemographicRecord): boolean {
  const { citizenNumber, insuranceNumber, passportNumber, birthCertificateNumber, fullName, birthDate } =
    words
  if ([citizenNumber, insuranceNumber, passportNumber, birthCertificateNumber].some(isNumber)) return true
  const names = fullName?.split(/\s+/).filter((word) => /\p{L}/u.test(word)) ?? []
  return names.length >= 2 && birthDate !== null && /\d{4}/.test(birthDate)
}
