import type { FunctionDefinition, FunctionTable } from '../compiler.types.ts'
import { divide, multiply } from '../decimal.ts'
import { momentOf, timeOf } from '../moment.ts'
import { isComparable, parseQuantity, quantityOf, quantityText } from '../quantity.ts'
import { one } from '../singleton.ts'
import { scaleOf } from '../ucum.ts'
import {
  aDate,
  aDateTime,
  aDecimal,
  anInteger,
  aQuantity,
  aString,
  aTime,
  booleanOf,
  kindOf,
  type Node,
  type Nodes,
  no,
  nothing,
  type SystemQuantity,
  yes,
} from '../value.ts'
import { plain, withValues } from './define.ts'

type Convert = (node: Node) => Node | undefined

const trueWords = new Set(['true', 't', 'yes', 'y', '1', '1.0'])
const falseWords = new Set(['false', 'f', 'no', 'n', '0', '0.0'])

const toBoolean: Convert = (node) => {
  const { value } = node
  if (typeof value === 'boolean') return value ? yes[0] : no[0]
  if (kindOf(node) === 'number') return value === 1 ? yes[0] : value === 0 ? no[0] : undefined
  if (kindOf(node) !== 'string') return undefined
  const word = (value as string).toLowerCase()
  return trueWords.has(word) ? yes[0] : falseWords.has(word) ? no[0] : undefined
}

const toInteger: Convert = (node) => {
  const { value } = node
  if (typeof value === 'boolean') return anInteger(value ? 1 : 0)
  const kind = kindOf(node)
  if (kind === 'number') return Number.isInteger(value) ? anInteger(value as number) : undefined
  if (kind !== 'string' || !/^[+-]?\d{1,15}$/.test(value as string)) return undefined
  return anInteger(Number(value))
}

const toDecimal: Convert = (node) => {
  const { value } = node
  if (typeof value === 'boolean') return aDecimal(value ? 1 : 0, value ? '1.0' : '0.0')
  const kind = kindOf(node)
  if (kind === 'number') return aDecimal(value as number, node.text ?? String(value))
  if (kind !== 'string' || !/^[+-]?\d{1,40}(?:\.\d{1,40})?$/.test(value as string)) return undefined
  return aDecimal(Number(value), value as string)
}

const toText: Convert = (node) => {
  const { value } = node
  const kind = kindOf(node)
  if (kind === 'complex' || kind === 'none') return undefined
  if (kind === 'quantity') {
    const quantity = quantityOf(node)
    return (
      quantity && aString(quantityText({ ...quantity, unit: quantity.unit.split('|').at(-1)! }, node.text))
    )
  }
  return aString(node.text ?? String(value))
}

const toDate: Convert = (node) => {
  const kind = kindOf(node)
  if (kind !== 'string' && kind !== 'date' && kind !== 'dateTime') return undefined
  const text = (node.value as string).slice(0, 10)
  // A text must be a date as a whole; a dateTime gives its day.
  if (kind === 'string' && momentOf(node.value as string) === undefined) return undefined
  return momentOf(text) ? aDate(text) : undefined
}

const toDateTime: Convert = (node) => {
  const kind = kindOf(node)
  if (kind !== 'string' && kind !== 'date' && kind !== 'dateTime') return undefined
  return momentOf(node.value as string) ? aDateTime(node.value as string) : undefined
}

const toTime: Convert = (node) => {
  const kind = kindOf(node)
  if (kind !== 'string' && kind !== 'time') return undefined
  const text = (node.value as string).replace(/^T/, '')
  return timeOf(text) ? aTime(text) : undefined
}

function toQuantity(node: Node): SystemQuantity | undefined {
  const { value } = node
  switch (kindOf(node)) {
    case 'number':
      return { value: value as number, unit: '1' }
    case 'boolean':
      return { value: value ? 1 : 0, unit: '1' }
    case 'quantity':
      return quantityOf(node)
    case 'string':
      return parseQuantity(value as string)
    default:
      return undefined
  }
}

function inUnit(quantity: SystemQuantity | undefined, unit: string | undefined): SystemQuantity | undefined {
  if (!quantity || unit === undefined || quantity.unit === unit) return quantity
  if (!isComparable(quantity, { value: 1, unit })) return undefined
  const value = divide(multiply(quantity.value, scaleOf(quantity.unit)!.factor), scaleOf(unit)!.factor)!
  return { value, unit }
}

function unitIn(nodes: Nodes | undefined): string | undefined {
  const value = nodes && one(nodes)?.value
  return typeof value === 'string' ? value : undefined
}

const pair = (name: string, convert: Convert): [string, FunctionDefinition][] => [
  [
    `to${name}`,
    plain((input) => {
      const node = one(input)
      const made = node && convert(node)
      return made ? [made] : nothing
    }),
  ],
  [
    `convertsTo${name}`,
    plain((input) => {
      const node = one(input)
      return node ? booleanOf(convert(node) !== undefined) : nothing
    }),
  ],
]

/** N1 2.0 section 5.5. */
export const conversions: FunctionTable = Object.fromEntries([
  ...pair('Boolean', toBoolean),
  ...pair('Integer', toInteger),
  ...pair('Decimal', toDecimal),
  ...pair('String', toText),
  ...pair('Date', toDate),
  ...pair('DateTime', toDateTime),
  ...pair('Time', toTime),
  [
    'toQuantity',
    withValues(0, 1, (input, [unit]) => {
      const node = one(input)
      const quantity = node && inUnit(toQuantity(node), unitIn(unit))
      return quantity ? [aQuantity(quantity.value, quantity.unit)] : nothing
    }),
  ],
  [
    'convertsToQuantity',
    withValues(0, 1, (input, [unit]) => {
      const node = one(input)
      return node ? booleanOf(inUnit(toQuantity(node), unitIn(unit)) !== undefined) : nothing
    }),
  ],
] satisfies [string, FunctionDefinition][])
