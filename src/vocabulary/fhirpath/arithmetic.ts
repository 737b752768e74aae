import { add, divide, multiply, quotient, remainder } from './decimal.ts'
import { momentOfNode } from './equality.ts'
import type { BinaryOperator } from './expression.types.ts'
import { momentText, zoneText } from './moment.ts'
import { moveMoment } from './move-moment.ts'
import { FhirPathError } from './path.types.ts'
import { addQuantities, divideQuantities, multiplyQuantities, quantityOf } from './quantity.ts'
import { one } from './singleton.ts'
import {
  aDate,
  aDateTime,
  aDecimal,
  anInteger,
  aQuantity,
  aString,
  aTime,
  type Kind,
  kindOf,
  type Node,
  type Nodes,
  nothing,
  type SystemQuantity,
} from './value.ts'

export type Arithmetic = Extract<BinaryOperator, '+' | '-' | '*' | '/' | 'div' | 'mod' | '&'>

/** Longer texts are made by expressions that double them, not by people. */
export const maxText = 4_000_000

export function cappedText(text: string): string {
  if (text.length > maxText) throw new FhirPathError('chuỗi kết quả quá dài')
  return text
}

/** N1 2.0 section 6.6. */
export function calculate(operator: Arithmetic, left: Nodes, right: Nodes): Nodes {
  if (operator === '&') return [aString(cappedText(textOrEmpty(left) + textOrEmpty(right)))]
  const a = one(left)
  const b = one(right)
  if (!a || !b) return nothing
  const kind = kindOf(a)
  const other = kindOf(b)
  if (kind === 'none' || other === 'none') return nothing
  if (kind === 'number' && other === 'number') return numbers(operator, a, b)
  if (kind === 'string' && other === 'string' && operator === '+') {
    return [aString(cappedText((a.value as string) + (b.value as string)))]
  }
  if ((kind === 'date' || kind === 'dateTime' || kind === 'time') && other === 'quantity') {
    if (operator === '+' || operator === '-') return moved(a, kind, b, operator === '+' ? 1 : -1)
  }
  const x = asQuantity(a, kind)
  const y = asQuantity(b, other)
  if (x && y) return quantities(operator, x, y)
  throw new FhirPathError(`phép ${operator} không dùng được với ${a.type || kind} và ${b.type || other}`)
}

function textOrEmpty(nodes: Nodes): string {
  const node = one(nodes)
  if (!node || node.value === undefined) return ''
  if (typeof node.value !== 'string') throw new FhirPathError('phép & chỉ nối chuỗi')
  return node.value
}

const isInteger = (node: Node) =>
  node.type === 'System.Integer' || (node.type !== 'decimal' && node.type !== 'System.Decimal')

function numbers(operator: Arithmetic, a: Node, b: Node): Nodes {
  const x = a.value as number
  const y = b.value as number
  const whole = isInteger(a) && isInteger(b)
  switch (operator) {
    case '+':
      return [number(add(x, y), whole)]
    case '-':
      return [number(add(x, -y), whole)]
    case '*':
      return [number(multiply(x, y), whole)]
    case '/':
      return some(divide(x, y), false)
    case 'div':
      return some(quotient(x, y), true)
    default:
      return some(remainder(x, y), whole)
  }
}

const number = (value: number, isWhole: boolean) => (isWhole ? anInteger(value) : aDecimal(value))
const some = (value: number | undefined, isWhole: boolean): Nodes =>
  value === undefined || !Number.isFinite(value) ? nothing : [number(value, isWhole)]

function asQuantity(node: Node, kind: Kind): SystemQuantity | undefined {
  if (kind === 'quantity') return quantityOf(node)
  return kind === 'number' ? { value: node.value as number, unit: '1' } : undefined
}

function quantities(operator: Arithmetic, a: SystemQuantity, b: SystemQuantity): Nodes {
  const result =
    operator === '*'
      ? multiplyQuantities(a, b)
      : operator === '/'
        ? divideQuantities(a, b)
        : operator === '+' || operator === '-'
          ? addQuantities(a, b, operator === '+' ? 1 : -1)
          : undefined
  return result ? [aQuantity(result.value, result.unit)] : nothing
}

function moved(node: Node, kind: Kind, by: Node, sign: 1 | -1): Nodes {
  const quantity = quantityOf(by)
  const moment = momentOfNode(node, kind)
  if (!quantity || !moment) return nothing
  // A date has no fields below the day: hours added to it count as the days they fill.
  const next = moveMoment(moment, sign * quantity.value, quantity.unit)
  if (!next) throw new FhirPathError(`không cộng được ${quantity.unit} vào ngày giờ`)
  const given = node.value as string
  const fraction = given.includes('.') || next.millisecond % 1000 !== 0
  const zone = next.zone === null ? '' : given.endsWith('Z') ? 'Z' : zoneText(next.zone)
  const text = momentText(next, fraction, zone)
  return [kind === 'date' ? aDate(text) : kind === 'time' ? aTime(text) : aDateTime(text)]
}
