import { isText } from './codings.ts'
import type { Json } from './walk.ts'

/** A number or an inclusive range of numbers, with its unit. `code` is what UCUM calls it, `unit` what people read. */
export interface Measure {
  readonly lo: number
  readonly hi: number
  readonly system: string | undefined
  readonly code: string | undefined
  readonly unit: string | undefined
}

/** Stands for an open end; double precision in the store holds no infinity that JSON could carry. */
export const farthest = 1e308

const text = (value: unknown): string | undefined => (isText(value) ? value : undefined)
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

function ofQuantity(value: unknown): Measure | null {
  const { value: number, comparator, system, code, unit } = value as Json
  if (!isNumber(number)) return null
  const isBelow = comparator === '<' || comparator === '<='
  const isAbove = comparator === '>' || comparator === '>='
  return {
    lo: isBelow ? -farthest : number,
    hi: isAbove ? farthest : number,
    ...{ system: text(system), code: text(code), unit: text(unit) },
  }
}

function ofRange(value: unknown): Measure | null {
  const { low, high } = value as Json
  const from = typeof low === 'object' && low ? ofQuantity(low) : null
  const to = typeof high === 'object' && high ? ofQuantity(high) : null
  const unit = from ?? to
  return unit && { ...unit, lo: from?.lo ?? -farthest, hi: to?.hi ?? farthest }
}

/** Currencies are codes of ISO 4217 (FHIR R4 2.24.0.10). */
function ofMoney(value: unknown): Measure | null {
  const { value: number, currency } = value as Json
  if (!isNumber(number)) return null
  const code = text(currency)
  return { lo: number, hi: number, system: 'urn:iso:std:iso:4217', code, unit: code }
}

/** What the samples lie between, when the sender says so. */
function ofSamples(value: unknown): Measure | null {
  const { origin, factor, lowerLimit, upperLimit } = value as Json
  const zero = typeof origin === 'object' && origin ? ofQuantity(origin) : null
  if (!zero || !isNumber(lowerLimit) || !isNumber(upperLimit)) return null
  const scale = isNumber(factor) ? factor : 1
  return { ...zero, lo: zero.lo + lowerLimit * scale, hi: zero.lo + upperLimit * scale }
}

const ofNumber = (value: unknown): Measure | null =>
  isNumber(value) ? { lo: value, hi: value, system: undefined, code: undefined, unit: undefined } : null

/** Reader of one data type as a range of numbers; null when there is no number. */
export function measureReader(type: string): (value: unknown) => Measure | null {
  switch (type) {
    case 'integer':
    case 'positiveInt':
    case 'unsignedInt':
    case 'decimal':
      return ofNumber
    case 'Range':
      return ofRange
    case 'Money':
      return ofMoney
    case 'SampledData':
      return ofSamples
    default:
      return ofQuantity
  }
}

/** What stands in the side table beside the number. */
export const unitKey = ({ system, code, unit }: Measure): string | null =>
  system && code ? `${system}|${code}` : (code ?? unit ?? null)
