import type { CodeableConcept, Coding, Extension, Quantity } from 'fhir/r4'
import { parseMeasure } from '#vocabulary/bhyt'
import { codeSystems, sentDecimal, ucumOf } from '#vocabulary/fhir'

/** A code of a list with its Vietnamese name, when the list knows it. */
export function coded(system: string, code: string, display?: string | null): CodeableConcept {
  const coding: Coding = { system, code }
  if (display) coding.display = display
  return display ? { coding: [coding], text: display } : { coding: [coding], text: code }
}

export const withText = (concept: CodeableConcept, text: string | undefined): CodeableConcept =>
  text ? { ...concept, text } : concept

/** Extensions whose value was sent; undefined when none was, so that the element stays away. */
export function sentOnly(list: readonly (Extension | undefined | false | null)[]): Extension[] | undefined {
  const sent = list.filter((each): each is Extension => Boolean(each))
  return sent.length ? sent : undefined
}

export const textExtension = (url: string, text: string | undefined): Extension | undefined =>
  text ? { url, valueString: text } : undefined

/** What GIA_TRI says: a number, a bound, or words. */
export interface MeasuredValue {
  readonly quantity?: Quantity
  readonly text?: string
}

const bounded = /^(<=?|>=?|≤|≥)?\s*(.+)$/
const comparators: Readonly<Record<string, Quantity['comparator']>> = {
  '<': '<',
  '<=': '<=',
  '≤': '<=',
  '>': '>',
  '>=': '>=',
  '≥': '>=',
}

/**
 * Bảng 4, chỉ tiêu GIA_TRI is text: `86,2`, `<0.5`, `> 145`, `Âm tính`, `5,6 mmol/L`. Read as a number only when
 * nothing else stands in it; `1,234` may hold a thousands mark and stays words.
 */
export function measured(sent: string, unit: string | undefined): MeasuredValue {
  const [, sign, rest] = bounded.exec(sent) ?? []
  const parsed = parseMeasure(rest ?? '')
  if (!parsed.ok) return { text: sent }
  const decimal = sentDecimal(sent, parsed.value)
  if (decimal.value === undefined) return { text: sent }
  const quantity: Quantity = { ...decimal }
  if (sign) quantity.comparator = comparators[sign]
  if (unit) Object.assign(quantity, unitOf(unit))
  return { quantity }
}

export function unitOf(unit: string): Quantity {
  const code = ucumOf(unit)
  return code ? { unit, system: codeSystems.ucum, code } : { unit }
}

/** A plain decimal of the tables with its unit as sent. */
export function quantityOf(sent: string | undefined, unit: string | undefined): Quantity | undefined {
  if (sent === undefined) return undefined
  return { ...sentDecimal(sent), ...(unit ? { unit } : {}) }
}
