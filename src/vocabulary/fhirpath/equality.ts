import { round } from './decimal.ts'
import { compareMoments, type Moment, momentOf, timeOf } from './moment.ts'
import { FhirPathError } from './path.types.ts'
import { almostEqual, compareQuantities, quantityOf } from './quantity.ts'
import { scaleOf } from './ucum.ts'
import { type Kind, kindOf, type Node, type Nodes } from './value.ts'

export function momentOfNode(node: Node, kind: Kind): Moment | undefined {
  return kind === 'time' ? timeOf(node.value as string) : momentOf(node.value as string)
}

const isMoment = (kind: Kind) => kind === 'date' || kind === 'dateTime' || kind === 'time'

/** N1 2.0 section 6.1.1 for two values; undefined: their precisions or units leave it open. */
export function equalNodes(a: Node, b: Node): boolean | undefined {
  if (a === b) return true
  const kind = kindOf(a)
  const other = kindOf(b)
  if (isMoment(kind) && isMoment(other)) {
    if ((kind === 'time') !== (other === 'time')) return false
    const x = momentOfNode(a, kind)
    const y = momentOfNode(b, other)
    if (!x || !y) return a.value === b.value
    const order = compareMoments(x, y)
    return order === undefined ? undefined : order === 0
  }
  if (kind !== other) return kind === 'quantity' || other === 'quantity' ? quantityAndNumber(a, b) : false
  if (kind === 'quantity') return equalQuantities(a, b)
  if (kind === 'complex') return deepEqual(a.value, b.value)
  if (kind === 'none') return deepEqual(a.sibling, b.sibling)
  return a.value === b.value
}

function equalQuantities(a: Node, b: Node): boolean | undefined {
  if (a.type !== 'System.Quantity' && b.type !== 'System.Quantity') return deepEqual(a.value, b.value)
  const x = quantityOf(a)
  const y = quantityOf(b)
  if (!x || !y) return undefined
  const order = compareQuantities(x, y)
  return order === undefined ? undefined : order === 0
}

/** A number is a quantity of unit 1 where a quantity is wanted. */
function quantityAndNumber(a: Node, b: Node): boolean | undefined {
  const order = compareAsQuantities(a, b)
  return order === undefined ? false : order === 0
}

export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((each, i) => deepEqual(each, b[i]))
  }
  if (Array.isArray(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every(
    (key) =>
      Object.hasOwn(b, key) &&
      deepEqual((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  )
}

/** Collections: same length, same order. undefined also when either is empty. */
export function equalCollections(a: Nodes, b: Nodes): boolean | undefined {
  if (a.length === 0 || b.length === 0) return undefined
  if (a.length !== b.length) return false
  let open = false
  for (let i = 0; i < a.length; i++) {
    const equal = equalNodes(a[i]!, b[i]!)
    if (equal === false) return false
    if (equal === undefined) open = true
  }
  return open ? undefined : true
}

/** N1 2.0 section 6.1.2: case, order, precision of decimals do not count; nothing is left open. */
export function equivalentNodes(a: Node, b: Node): boolean {
  const kind = kindOf(a)
  const other = kindOf(b)
  if (kind === 'string' && other === 'string') {
    return normalText(a.value as string) === normalText(b.value as string)
  }
  if (kind === 'number' && other === 'number') return equivalentNumbers(a, b)
  if (kind === 'quantity' && other === 'quantity') return equivalentQuantities(a, b)
  if (kind === 'complex' && other === 'complex') return equivalentJson(a.value, b.value)
  return equalNodes(a, b) === true
}

const normalText = (text: string) => text.toLowerCase().replace(/\s+/g, ' ').trim()

function placesOf(node: Node): number {
  const text = node.text ?? String(node.value)
  const point = text.indexOf('.')
  return point < 0 ? 0 : text.replace(/0+$/, '').length - point - 1
}

function equivalentNumbers(a: Node, b: Node): boolean {
  const places = Math.min(placesOf(a), placesOf(b))
  return round(a.value as number, places) === round(b.value as number, places)
}

/** Here a calendar year equals UCUM's, a month its month (N1 2.0 section 4.1.6). */
const likeUcum: Record<string, string> = { year: 'a', month: 'mo' }

function equivalentQuantities(a: Node, b: Node): boolean {
  const x = quantityOf(a)
  const y = quantityOf(b)
  if (!x || !y) return deepEqual(a.value, b.value)
  const left = { value: x.value, unit: likeUcum[x.unit] ?? x.unit }
  const right = { value: y.value, unit: likeUcum[y.unit] ?? y.unit }
  if (compareQuantities(left, right) === 0) return true
  const from = scaleOf(left.unit)
  const to = scaleOf(right.unit)
  return from !== null && to !== null && almostEqual(left.value * from.factor, right.value * to.factor)
    ? compareQuantities(left, right) !== undefined
    : false
}

function equivalentJson(a: unknown, b: unknown): boolean {
  if (typeof a === 'string' && typeof b === 'string') return normalText(a) === normalText(b)
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    if (a.length > 200) return deepEqual(a, b)
    const left = [...b]
    return a.every((each) => {
      const at = left.findIndex((other) => equivalentJson(each, other))
      if (at >= 0) left.splice(at, 1)
      return at >= 0
    })
  }
  const keys = Object.keys(a).filter((key) => key !== 'id')
  const others = Object.keys(b).filter((key) => key !== 'id')
  if (keys.length !== others.length) return false
  return keys.every((key) =>
    equivalentJson((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  )
}

/** In any order. Two empty collections are equivalent. */
export function equivalentCollections(a: Nodes, b: Nodes): boolean {
  if (a.length !== b.length) return false
  const first = a.length === 1 && b.length === 1
  if (first) return equivalentNodes(a[0]!, b[0]!)
  // Comparing everything with everything is quadratic: beyond what people write, order counts.
  if (a.length > 500) return a.every((each, i) => equivalentNodes(each, b[i]!))
  const left = [...b]
  return a.every((each) => {
    const at = left.findIndex((other) => equivalentNodes(each, other))
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
}

/** Negative: a is less. undefined: cannot be told. Throws when the types cannot be ordered at all. */
export function compareNodes(a: Node, b: Node): number | undefined {
  const kind = kindOf(a)
  const other = kindOf(b)
  if (kind === 'none' || other === 'none') return undefined
  if (isMoment(kind) && isMoment(other) && (kind === 'time') === (other === 'time')) {
    const x = momentOfNode(a, kind)
    const y = momentOfNode(b, other)
    return x && y ? compareMoments(x, y) : undefined
  }
  if (kind === 'number' && other === 'number') return (a.value as number) - (b.value as number)
  if (kind === 'string' && other === 'string') {
    return (a.value as string) < (b.value as string) ? -1 : a.value === b.value ? 0 : 1
  }
  if (kind === 'quantity' || other === 'quantity') {
    if (kind === other || kind === 'number' || other === 'number') return compareAsQuantities(a, b)
  }
  throw new FhirPathError(`không so sánh được ${nameOf(a)} với ${nameOf(b)}`)
}

function compareAsQuantities(a: Node, b: Node): number | undefined {
  const x = kindOf(a) === 'number' ? { value: a.value as number, unit: '1' } : quantityIn(a)
  const y = kindOf(b) === 'number' ? { value: b.value as number, unit: '1' } : quantityIn(b)
  return x && y ? compareQuantities(x, y) : undefined
}

const quantityIn = (node: Node) => (kindOf(node) === 'quantity' ? quantityOf(node) : undefined)
const nameOf = (node: Node) => node.type || typeof node.value

/**
 * A text that two values share exactly when they are equal: makes distinct and union linear. Values whose equality is
 * left open (dates of different precision) have different keys, which is what "not equal" means there.
 */
export function keyOf(node: Node): string {
  const kind = kindOf(node)
  switch (kind) {
    case 'string':
      return `s${node.value}`
    case 'number':
    case 'boolean':
      return `${kind[0]}${node.value}`
    case 'date':
    case 'dateTime':
    case 'time':
      return momentKey(node, kind)
    case 'quantity':
      return quantityKey(node)
    case 'none':
      return `x${stableText(node.sibling)}`
    default:
      return `c${stableText(node.value)}`
  }
}

function momentKey(node: Node, kind: Kind): string {
  const moment = momentOfNode(node, kind)
  if (!moment) return `s${node.value}`
  const { precision, zone, isTime, year, month, day, hour, minute, millisecond } = moment
  if (zone !== null && precision === 6) {
    return `i${Date.UTC(year, month - 1, day, hour, minute, 0, millisecond) - zone * 60_000}`
  }
  return `${isTime ? 't' : 'd'}${[precision, year, month, day, hour, minute, millisecond, zone ?? ''].join()}`
}

function quantityKey(node: Node): string {
  if (node.type !== 'System.Quantity') return `c${stableText(node.value)}`
  const { value, unit } = quantityOf(node)!
  const scale = scaleOf(unit)
  if (!scale) return `q${value}${unit}`
  const bases = [...scale.dimension].map(([base, power]) => base + power)
  return `q${Number((value * scale.factor).toPrecision(12))}${bases.sort().join()}`
}

function stableText(json: unknown): string {
  if (typeof json !== 'object' || json === null) return JSON.stringify(json) ?? ''
  if (Array.isArray(json)) return `[${json.map(stableText).join()}]`
  const entries = Object.keys(json)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${stableText((json as Record<string, unknown>)[key])}`)
  return `{${entries.join()}}`
}

/** Each once, in order of first appearance. */
export function distinct(nodes: Nodes): Nodes {
  if (nodes.length < 2) return nodes
  const seen = new Set<string>()
  const unique: Node[] = []
  for (const node of nodes) {
    const key = keyOf(node)
    if (seen.has(key)) continue
    seen.add(key)
    unique.push(node)
  }
  return unique
}
