import type { CodeableConcept, Observation, Period, Quantity } from 'fhir/r4'
import type { Found } from './summary.types.ts'

/** What people call it: the sender's words, else a name of one of its codes, else the code. */
export function nameOf(concept: CodeableConcept | undefined): string {
  if (!concept) return ''
  const coding = concept.coding ?? []
  return concept.text ?? coding.find(({ display }) => display)?.display ?? coding[0]?.code ?? ''
}

/** Two records of one thing have the same key: any system's first code, else the words. */
export function keyOf(concept: CodeableConcept | undefined): string {
  const coding = concept?.coding?.find(({ code }) => code !== undefined)
  return coding ? `${coding.system ?? ''}|${coding.code}` : (concept?.text ?? '').trim().toLowerCase()
}

/** Has the concept this code, whatever its system? */
export const hasCode = (concept: CodeableConcept | undefined, ...codes: readonly string[]): boolean =>
  concept?.coding?.some(({ code }) => code !== undefined && codes.includes(code)) ?? false

/** `2026-03-01T20:00:00Z` as the day it was in Vietnam: 02/03/2026; `2026-03` as 03/2026. */
export function dayOf(date: string | undefined): string {
  if (date === undefined) return ''
  const [year = '', month, day] = localDay(date).split('-')
  return [day, month, year].filter((part) => part !== undefined).join('/')
}

function localDay(date: string): string {
  if (date.length <= 10) return date
  const at = Date.parse(date)
  return Number.isNaN(at) ? date.slice(0, 10) : new Date(at + 7 * 3_600_000).toISOString().slice(0, 10)
}

export const startOf = (period: Period | undefined): string | undefined => period?.start ?? period?.end

/** A quantity with the digits it was sent with: `37.50 °C`. */
export function quantityText(quantity: Quantity, { digits }: Found): string {
  const { value, comparator = '', unit, code } = quantity
  if (value === undefined) return ''
  return `${comparator}${digits.textOf(quantity, 'value', value)} ${unit ?? code ?? ''}`.trim()
}

type Valued = Pick<
  Observation,
  | 'valueQuantity'
  | 'valueCodeableConcept'
  | 'valueString'
  | 'valueBoolean'
  | 'valueInteger'
  | 'valueRange'
  | 'valueDateTime'
  | 'dataAbsentReason'
>

/** The value of an observation or of a component of one. */
export function valueText(of: Valued, found: Found): string {
  if (of.valueQuantity) return quantityText(of.valueQuantity, found)
  if (of.valueCodeableConcept) return nameOf(of.valueCodeableConcept)
  if (of.valueString !== undefined) return of.valueString
  if (of.valueBoolean !== undefined) return of.valueBoolean ? 'có' : 'không'
  if (of.valueInteger !== undefined) return String(of.valueInteger)
  if (of.valueDateTime !== undefined) return dayOf(of.valueDateTime)
  if (of.valueRange) {
    const { low, high } = of.valueRange
    return [low, high].map((end) => (end ? quantityText(end, found) : '')).join(' – ')
  }
  return nameOf(of.dataAbsentReason)
}

/** Parts that say something, joined: `Tăng huyết áp – từ 03/2024`. */
export const joined = (...parts: readonly (string | undefined | false)[]): string =>
  parts.filter((part) => part).join(' – ')
