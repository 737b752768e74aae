import { insuranceNumberOf, parseInsuranceCard } from '#vocabulary/vietnam'
import { citizenNumber, restoredCitizenNumber } from './citizen-number.ts'
import { found } from './found.ts'
import type { IdentifierFound, NumberOwner } from './number.types.ts'
import { readField } from './split-field.ts'

const nobody: NumberOwner = { birthYear: null, sex: null }

/**
 * The field for the insurance card: 15 characters (the last ten are the BHXH number, the same for life), the BHXH number alone,
 * or since 15 August 2025 the citizen number (NĐ 188/2025). Temporary cards of newborns are left out: they identify nobody.
 */
export const readInsuranceField = (
  raw: string | null,
  owner: NumberOwner = nobody,
): readonly IdentifierFound[] =>
  readField(raw, (candidate) => {
    if (!/^\d+$/.test(candidate)) return cardNumber(candidate)
    if (candidate.length === 12) return citizenNumber(candidate, owner)
    if (candidate.length === 11) return restoredCitizenNumber(candidate, owner)
    return candidate.length === 10 ? found('bhxh', candidate) : null
  })

/**
 * The BHXH number in a card. Group, benefit level and province of the card change with every renewal and are not looked at, so
 * a wrong level does not lose the number.
 */
export function cardNumber(candidate: string): IdentifierFound | null {
  if (!/^[A-Z]{2}\d{13}$/.test(candidate)) return null
  const card = parseInsuranceCard(candidate)
  if (card.ok && insuranceNumberOf(card.value) === null) return null
  return found('bhxh', candidate.slice(5))
}
