import { yearsBetween } from '../days.ts'
import { formerProvinceOf } from '../people/homes.ts'
import type { Household, Inhabitant, Papers } from '../population.types.ts'
import type { Pen } from './pen.ts'
import type { Source } from './sources.ts'

/** Whose numbers, in which household, on which day. */
export interface Writing {
  readonly inhabitant: Inhabitant
  readonly household: Household
  readonly papers: Papers
  readonly source: Source
  readonly facilityCode: string
  readonly on: string
  /** Years, with parts. */
  readonly age: number
}

/** Typed to get past a required box; the first is by far the commonest. */
const dummies = [
  '000000000000',
  '000000000000',
  '000000000000',
  '111111111111',
  '123456789012',
  '999999999999',
]

export function writeCitizenNumber(pen: Pen, { inhabitant, papers, source, age }: Writing): string | null {
  const { random } = pen
  // Born and not yet registered.
  if (age < 0.2 || !random.chance(source.citizenNumber * (age < 14 ? 0.35 : 1))) return null
  if (papers.shows === 'old-card' && inhabitant.oldIdCard)
    return noted(pen, 'old-id-card', inhabitant.oldIdCard)
  const parent = age < 16 ? (papers.mother ?? papers.father) : null
  const fault = pen.oneOf(['old-id-card', 'parent-number', 'citizen-dummy'])
  if (fault === 'old-id-card' && inhabitant.oldIdCard) return noted(pen, fault, inhabitant.oldIdCard)
  if (fault === 'parent-number' && parent) return noted(pen, fault, parent.citizenId)
  if (fault === 'citizen-dummy') return noted(pen, fault, random.pick(dummies))
  const typed = pen.change('citizen-digit', papers.citizenId, (number) => otherDigit(pen, number))
  const kept = pen.change('zeros-lost', typed, (number) => number.replace(/^0+/, ''))
  return kept.length === 12 && random.chance(0.01) ? kept.replace(/(\d{3})(?=\d)/g, '$1 ') : kept
}

function noted(pen: Pen, fault: 'old-id-card' | 'parent-number' | 'citizen-dummy', number: string): string {
  pen.note(fault)
  return number
}

/** One digit another, or two neighbours turned. */
function otherDigit(pen: Pen, number: string): string {
  const at = pen.random.whole(1, number.length - 1)
  if (pen.random.chance(0.3))
    return number.slice(0, at - 1) + number[at] + number[at - 1] + number.slice(at + 1)
  const digit = (Number(number[at]) + pen.random.whole(1, 9)) % 10
  return number.slice(0, at) + digit + number.slice(at + 1)
}

/** From this day the citizen number stands for the card (NĐ 188/2025). */
const citizenNumberAsCard = '2025-08-15'

export function writeInsurance(pen: Pen, { inhabitant, papers, source, on, age }: Writing): string | null {
  const { random } = pen
  // In the first weeks there is a temporary card, which is nobody's for life.
  if (age < 0.08 || !random.chance(source.insurance)) return null
  if (on >= citizenNumberAsCard && age >= 14 && random.chance(0.03)) return papers.citizenId
  const reissued = pen.slips('insurance-other-number')
  const own = reissued ? inhabitant.otherInsuranceNumber : inhabitant.insuranceNumber
  const number = pen.change('insurance-digit', own, (right) => otherDigit(pen, right))
  if (!random.chance(source.wholeCard)) return number
  const card = (group: string) => `${group}${formerProvinceOf(papers.home)}${number}`
  const group = age < 6 ? 'TE1' : inhabitant.insuranceGroup
  return random.chance(0.01) ? `${card('HS4')};${card(group)}` : card(group)
}

export function writePhone(pen: Pen, writing: Writing): string | null {
  const { random } = pen
  const { inhabitant, papers, source, facilityCode } = writing
  if (!random.chance(source.phone)) return null
  const fault = pen.oneOf(['phone-family', 'phone-former', 'phone-clinic'])
  if (fault === 'phone-clinic') {
    pen.note(fault)
    return random.chance(0.25) ? '0900000000' : `02363${facilityCode}0`
  }
  const family = fault === 'phone-family' ? familyPhones(writing) : []
  if (family.length > 0) {
    pen.note('phone-family')
    return inSomeWay(pen, random.pick(family))
  }
  if (fault !== 'phone-former') return inSomeWay(pen, papers.phone)
  pen.note(fault)
  // Eleven digits until September 2018: 0199 became 059.
  const { formerPhone } = inhabitant
  return random.chance(0.2) ? `0199${formerPhone.slice(3)}` : inSomeWay(pen, formerPhone)
}

/** Of those who live in the same home; who lived elsewhere on the day has none. */
export function familyPhones({
  inhabitant,
  household,
  papers,
}: Pick<Writing, 'inhabitant' | 'household' | 'papers'>) {
  if (papers.home !== inhabitant.papers.home) return []
  return household.members.map((other) => other.papers.phone).filter((phone) => phone !== papers.phone)
}

function inSomeWay(pen: Pen, phone: string): string {
  const way = pen.random.next()
  if (way < 0.03) return `+84${phone.slice(1)}`
  if (way < 0.05) return `84${phone.slice(1)}`
  if (way < 0.09) return `${phone.slice(0, 4)} ${phone.slice(4, 7)} ${phone.slice(7)}`
  if (way < 0.12) return `${phone.slice(0, 4)}.${phone.slice(4, 7)}.${phone.slice(7)}`
  return way < 0.13 ? phone.slice(1) : phone
}

/** Two sources in ten copy the paper of those under a year who have one. */
export const writeBirthCertificate = (pen: Pen, { inhabitant, age }: Writing): string | null =>
  age < 1 && pen.random.chance(0.2) ? inhabitant.birthCertificate : null

export const writePassport = (pen: Pen, { inhabitant, source, on }: Writing): string | null =>
  inhabitant.passport &&
  yearsBetween(inhabitant.birthDate, on) >= 18 &&
  pen.random.chance(source.citizenNumber * 0.2)
    ? inhabitant.passport
    : null
