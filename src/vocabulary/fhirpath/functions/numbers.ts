import type { FunctionDefinition, FunctionTable } from '../compiler.types.ts'
import { round } from '../decimal.ts'
import { FhirPathError } from '../path.types.ts'
import { quantityOf } from '../quantity.ts'
import { one } from '../singleton.ts'
import { aDecimal, anInteger, aQuantity, kindOf, type Node, type Nodes, nothing } from '../value.ts'
import { plain, withValues } from './define.ts'

function numberIn(nodes: Nodes): number | undefined {
  const node = one(nodes)
  if (!node || node.value === undefined) return undefined
  if (kindOf(node) !== 'number') throw new FhirPathError('cần một số')
  return node.value as number
}

const isDecimal = (node: Node) => node.type === 'decimal' || node.type === 'System.Decimal'
const decimal = (value: number): Nodes => (Number.isFinite(value) ? [aDecimal(value)] : nothing)
const tidy = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(15)))

const toDecimal = (apply: (value: number) => number): FunctionDefinition =>
  plain((input) => {
    const value = numberIn(input)
    return value === undefined ? nothing : decimal(tidy(apply(value)))
  })

const toInteger = (apply: (value: number) => number): FunctionDefinition =>
  plain((input) => {
    const value = numberIn(input)
    // `+ 0` makes the -0 of Math.ceil(-0.5) a plain zero.
    return value === undefined ? nothing : [anInteger(apply(value) + 0)]
  })

/** N1 2.0 section 5.7. */
export const numbers: FunctionTable = {
  abs: plain((input) => {
    const node = one(input)
    if (!node) return nothing
    if (kindOf(node) === 'quantity') {
      const quantity = quantityOf(node)
      return quantity ? [aQuantity(Math.abs(quantity.value), quantity.unit)] : nothing
    }
    const value = Math.abs(numberIn(input)!)
    return [isDecimal(node) ? aDecimal(value) : anInteger(value)]
  }),
  ceiling: toInteger(Math.ceil),
  floor: toInteger(Math.floor),
  truncate: toInteger(Math.trunc),
  exp: toDecimal(Math.exp),
  ln: toDecimal(Math.log),
  sqrt: toDecimal(Math.sqrt),
  log: withValues(1, 1, (input, [base]) => {
    const value = numberIn(input)
    const of = numberIn(base!)
    return value === undefined || of === undefined ? nothing : decimal(tidy(Math.log(value) / Math.log(of)))
  }),
  power: withValues(1, 1, (input, [exponent]) => {
    const value = numberIn(input)
    const by = numberIn(exponent!)
    if (value === undefined || by === undefined) return nothing
    const result = tidy(value ** by)
    if (!Number.isFinite(result)) return nothing
    const isWhole = !isDecimal(input[0]!) && Number.isInteger(result)
    return [isWhole ? anInteger(result) : aDecimal(result)]
  }),
  round: withValues(0, 1, (input, [places]) => {
    const value = numberIn(input)
    const digits = places ? numberIn(places) : 0
    if (value === undefined || digits === undefined) return nothing
    if (digits < 0) throw new FhirPathError('round() cần số chữ số không âm')
    return [places ? aDecimal(round(value, digits)) : anInteger(round(value, 0))]
  }),
}
