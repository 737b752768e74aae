import { parsePassport } from '#vocabulary/vietnam'
import { citizenNumber, isProvince, restoredCitizenNumber } from './citizen-number.ts'
import { found } from './found.ts'
import type { IdentifierFound, NumberOwner } from './number.types.ts'
import { cardNumber } from './read-insurance-field.ts'
import { readField } from './split-field.ts'

const nobody: NumberOwner = { birthYear: null, sex: null }

/**
 * The field for citizen numbers: number of 12 digits, CMND of 9, passport, insurance card, or several of them. A CMND of 12
 * digits is a citizen number: both are drawn from one series.
 */
export const readCitizenField = (
  raw: string | null,
  owner: NumberOwner = nobody,
): readonly IdentifierFound[] => readField(raw, (candidate) => citizenOrOther(candidate, owner))

function citizenOrOther(candidate: string, owner: NumberOwner): IdentifierFound | null {
  if (/^\d+$/.test(candidate))
    switch (candidate.length) {
      case 12:
        return citizenNumber(candidate, owner)
      case 11:
        return restoredCitizenNumber(candidate, owner)
      case 10:
        return restoredCitizenNumber(candidate, owner) ?? straySocialInsurance(candidate)
      case 9:
        return found('cmnd', candidate)
      default:
        return null
    }
  const passport = parsePassport(candidate)
  if (passport.ok) return found('passport', passport.value)
  return cardNumber(candidate)
}

/** A BHXH number begins with its province; 10 digits from 03, 05, 07, 08, 09 are a phone in the wrong box. */
const straySocialInsurance = (digits: string): IdentifierFound | null =>
  isProvince(digits.slice(0, 2)) && !digits.startsWith('08') ? found('bhxh', digits) : null
