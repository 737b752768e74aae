import { add, divide, multiply } from './decimal.ts'
import { sameDimension, scaleOf } from './ucum.ts'
import { isObject, type Node, type SystemQuantity } from './value.ts'

const ucum = 'http://unitsofmeasure.org'

/** A Quantity of FHIR or of the expression itself; undefined when it has no value, or a comparator instead of one. */
export function quantityOf(node: Node): SystemQuantity | undefined {
  if (node.type === 'System.Quantity') return node.value as SystemQuantity
  const { value } = node
  if (!isObject(value) || typeof value.value !== 'number' || value.comparator !== undefined) return undefined
  const code = typeof value.code === 'string' ? value.code : undefined
  if (value.system === ucum && code) return { value: value.value, unit: code }
  // Without UCUM the unit is a word that equals itself only; NUL keeps it from being read as a UCUM code.
  const unit = code ?? (typeof value.unit === 'string' ? value.unit : '')
  return { value: value.value, unit: unit ? `\0${value.system ?? ''}|${unit}` : '1' }
}

/** Close enough to be the same number written in another unit. */
export function almostEqual(a: number, b: number): boolean {
  if (a === b) return true
  return Math.abs(a - b) <= Math.max(Math.abs(a), Math.abs(b)) * 1e-13
}

/** Negative: a is less. undefined: the units cannot be compared. */
export function compareQuantities(a: SystemQuantity, b: SystemQuantity): number | undefined {
  if (a.unit === b.unit) return a.value - b.value
  const x = scaleOf(a.unit)
  const y = scaleOf(b.unit)
  if (!x || !y || !sameDimension(x, y)) return undefined
  const left = a.value * x.factor
  const right = b.value * y.factor
  return almostEqual(left, right) ? 0 : left - right
}

export function isComparable(a: SystemQuantity, b: SystemQuantity): boolean {
  if (a.unit === b.unit) return true
  const x = scaleOf(a.unit)
  const y = scaleOf(b.unit)
  return x !== null && y !== null && sameDimension(x, y)
}

/** In the unit of the left side. */
export function addQuantities(
  a: SystemQuantity,
  b: SystemQuantity,
  sign: 1 | -1,
): SystemQuantity | undefined {
  if (a.unit === b.unit) return { value: add(a.value, sign * b.value), unit: a.unit }
  const x = scaleOf(a.unit)
  const y = scaleOf(b.unit)
  if (!x || !y || !sameDimension(x, y)) return undefined
  const other = divide(multiply(b.value, y.factor), x.factor)!
  return { value: add(a.value, sign * other), unit: a.unit }
}

export function multiplyQuantities(a: SystemQuantity, b: SystemQuantity): SystemQuantity {
  return { value: multiply(a.value, b.value), unit: joined(a.unit, '.', b.unit) }
}

export function divideQuantities(a: SystemQuantity, b: SystemQuantity): SystemQuantity | undefined {
  const value = divide(a.value, b.value)
  if (value === undefined) return undefined
  return { value, unit: a.unit === b.unit ? '1' : joined(a.unit, '/', b.unit) }
}

function joined(a: string, join: '.' | '/', b: string): string {
  if (b === '1') return a
  if (a === '1') return join === '.' ? b : `/${grouped(b)}`
  return `${a}${join}${join === '/' ? grouped(b) : b}`
}

const grouped = (unit: string) => (/[./]/.test(unit) ? `(${unit})` : unit)

const words = /^(?:year|month|week|day|hour|minute|second|millisecond)$/

/** `1 'mg'`, `7 days` as FHIRPath writes it: calendar words without quotes. */
export function quantityText({ value, unit }: SystemQuantity, text?: string): string {
  return `${text ?? value} ${words.test(unit) ? unit : `'${unit}'`}`
}

/** `10.5 'mg'`, `4 days`, `1`; undefined for any other text. */
export function parseQuantity(text: string): SystemQuantity | undefined {
  const found =
    /^\s*([+-]?\d+(?:\.\d+)?)(?:\s*'([^']+)'|\s+(year|month|week|day|hour|minute|second|millisecond)s?)?\s*$/.exec(
      text,
    )
  if (!found) return undefined
  return { value: Number(found[1]), unit: found[2] ?? found[3] ?? '1' }
}
