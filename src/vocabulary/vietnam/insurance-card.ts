import { fail, ok, type Result } from '#foundation/result'
import { isDummyNumber } from './identity-numbers.ts'
import { problems } from './vietnam.problems.ts'

/** Số BHXH: the last ten characters of a card, the same for life. */
export type InsuranceNumber = string & { readonly __brand: 'InsuranceNumber' }
export type InsuranceCardNumber = string & { readonly __brand: 'InsuranceCardNumber' }

/** A card taken apart: `AA B CC NNNNNNNNNN` (gateway errors 052 and 053 confirm the positions). */
export interface InsuranceCard {
  readonly number: InsuranceCardNumber
  /** Subject group, for example GD (household), DN (employer), HT (pension), TE (child). */
  readonly group: string
  /** 1 and 2: 100 %; 3: 95 %; 4: 80 %; 5: 100 % also outside the scope (army, police). */
  readonly level: '1' | '2' | '3' | '4' | '5'
  readonly issuingProvince: string
  /** A newborn's card made up by the facility (`TE1` + province + serial): pays the stay, identifies nobody. */
  readonly temporary: boolean
}

/** `registeredAt` (MA_DKBD) tells a temporary card for certain: it is then the province and `000`. */
export function parseInsuranceCard(text: string, registeredAt?: string): Result<InsuranceCard> {
  const number = text.replace(/[\s.-]/g, '').toUpperCase()
  const parts = /^([A-Z]{2})([1-5])(\d{2})(\d{10})$/.exec(number)
  if (!parts) return fail(problems.insuranceCardFormat)
  const [, group, level, issuingProvince, serial] = parts as unknown as [
    string,
    string,
    string,
    string,
    string,
  ]
  if (isDummyNumber(serial)) return fail(problems.insuranceCardDummy)
  const temporary =
    group === 'TE' && level === '1' && (serial.startsWith('00000') || /^\d{2}000$/.test(registeredAt ?? ''))
  return ok({
    number: number as InsuranceCardNumber,
    group,
    level: level as InsuranceCard['level'],
    issuingProvince,
    temporary,
  })
}

/** Null when the card identifies nobody: temporary, or filled in to pass a check. */
export function insuranceNumberOf(card: InsuranceCard): InsuranceNumber | null {
  return card.temporary ? null : (card.number.slice(5) as InsuranceNumber)
}

/** A BHXH number standing alone (MA_BHXH). */
export function parseInsuranceNumber(text: string): Result<InsuranceNumber> {
  const digits = text.replace(/[\s.-]/g, '')
  if (!/^\d{10}$/.test(digits)) return fail(problems.insuranceCardFormat)
  return isDummyNumber(digits) ? fail(problems.insuranceCardDummy) : ok(digits as InsuranceNumber)
}
