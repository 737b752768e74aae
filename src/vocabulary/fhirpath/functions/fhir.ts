import { typeDef } from '#vocabulary/definitions'
import { boundaryOf, type Direction, precisionOf } from '../boundaries.ts'
import { extensionsOf } from '../children.ts'
import { CompileFault } from '../compile-fault.ts'
import type { FunctionDefinition, FunctionTable } from '../compiler.types.ts'
import { htmlChecks } from '../html-checks.ts'
import { FhirPathError } from '../path.types.ts'
import { isComparable, quantityOf } from '../quantity.ts'
import { referenceOf, resolveReference } from '../references.ts'
import { spend } from '../scope.ts'
import { one } from '../singleton.ts'
import { typeNameOf, typeTest } from '../types.ts'
import {
  anInteger,
  aString,
  booleanOf,
  isObject,
  kindOf,
  type Node,
  type Nodes,
  no,
  nothing,
} from '../value.ts'
import { ofOne, plain, withValues } from './define.ts'

function textIn(nodes: Nodes | undefined): string | undefined {
  const value = nodes && one(nodes)?.value
  return typeof value === 'string' ? value : undefined
}

const isPrimitive = (node: Node) => typeof node.value !== 'object' && node.value !== undefined

const bound = (direction: Direction): FunctionDefinition =>
  withValues(0, 1, (input, [places]) => {
    const node = one(input)
    const wanted = places && one(places)
    if (!node || (places && !wanted)) return nothing
    return boundaryOf(node, direction, wanted?.value as number | undefined)
  })

const subsumption = (isTurned: boolean): FunctionDefinition =>
  withValues(1, 1, (input, [other], scope) => {
    const a = one(input)
    const b = one(other!)
    if (!a || !b) return nothing
    const answer = isTurned
      ? scope.run.env.subsumes?.(b.value, a.value)
      : scope.run.env.subsumes?.(a.value, b.value)
    return booleanOf(answer)
  })

const base = 'http://hl7.org/fhir/StructureDefinition/'

/** The functions that FHIR R4 adds (section 2.9.1.5), and those of SQL on FHIR v2. */
export const fhir: FunctionTable = {
  extension: withValues(1, 1, (input, [argument], scope) => {
    const url = textIn(argument)
    if (url === undefined) return nothing
    const found: Node[] = []
    for (const node of input) found.push(...extensionsOf(node, url))
    spend(scope, input.length)
    return found
  }),
  hasExtension: withValues(1, 1, (input, [argument]) => {
    const url = textIn(argument)
    return url === undefined ? nothing : booleanOf(input.some((node) => extensionsOf(node, url).length > 0))
  }),
  hasValue: plain((input) => booleanOf(input.length === 1 && isPrimitive(input[0]!))),
  getValue: plain((input) => {
    const node = input.length === 1 ? input[0]! : undefined
    return node && isPrimitive(node) ? [node] : nothing
  }),
  resolve: plain((input, scope) => {
    const found: Node[] = []
    for (const node of input) {
      const target = resolveReference(node, scope.run)
      if (target) found.push(target)
    }
    spend(scope, input.length)
    return found
  }),
  memberOf: withValues(1, 1, (input, [argument], scope) => {
    const node = one(input)
    const valueSet = textIn(argument)
    if (!node || valueSet === undefined) return nothing
    return booleanOf(scope.run.env.memberOf?.(node.value, valueSet))
  }),
  subsumes: subsumption(false),
  subsumedBy: subsumption(true),
  conformsTo: withValues(1, 1, (input, [argument], scope) => {
    const node = one(input)
    const profile = textIn(argument)
    if (!node || profile === undefined) return nothing
    const type = profile.startsWith(base) ? profile.slice(base.length) : ''
    if (typeDef(type)?.kind === 'resource') return booleanOf(node.type === type)
    const answer = scope.run.env.conformsTo?.(node.value, profile)
    if (answer === undefined) throw new FhirPathError('không biết hồ sơ (profile) này')
    return booleanOf(answer)
  }),
  /** Modifier extensions other than those named are not understood, and what they change must not be used. */
  checkModifiers: withValues(0, 20, (input, given) => {
    const known = new Set(given.map(textIn))
    for (const { value } of input) {
      const list = isObject(value) ? value.modifierExtension : undefined
      if (!Array.isArray(list)) continue
      for (const each of list) {
        if (!isObject(each) || !known.has(each.url as string))
          throw new FhirPathError('có modifierExtension lạ')
      }
    }
    return input
  }),
  htmlChecks: ofOne((node) => (typeof node.value === 'string' ? booleanOf(htmlChecks(node.value)) : no)),
  lowBoundary: bound(-1),
  highBoundary: bound(1),
  precision: ofOne((node) => {
    const precision = precisionOf(node)
    return precision === undefined ? nothing : [anInteger(precision)]
  }),
  comparable: withValues(1, 1, (input, [argument]) => {
    const a = one(input)
    const b = one(argument!)
    if (!a || !b || kindOf(a) !== 'quantity' || kindOf(b) !== 'quantity') return nothing
    const x = quantityOf(a)
    const y = quantityOf(b)
    return x && y ? booleanOf(isComparable(x, y)) : nothing
  }),
  getResourceKey: ofOne((node) => {
    const id = isObject(node.value) ? node.value.id : undefined
    return typeof id === 'string' ? [aString(`${node.type}/${id}`)] : nothing
  }),
  getReferenceKey: {
    least: 0,
    most: 1,
    make: ([argument]) => {
      const name = argument && typeNameOf(argument)
      if (argument && !(name && typeTest(name))) throw new CompileFault('getReferenceKey() cần tên một loại')
      return (input) => {
        const node = one(input)
        const key = node && referenceKey(referenceOf(node))
        return key && (!name || key.startsWith(`${name.name}/`)) ? [aString(key)] : nothing
      }
    },
  },
}

/** `Type/id` of a literal reference, without its base and version. */
function referenceKey(reference: string | undefined): string | undefined {
  const found =
    reference && /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/]+)?$/.exec(reference)
  return found ? found[1] : undefined
}
