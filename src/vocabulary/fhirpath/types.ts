import { isA, typeDef } from '#vocabulary/definitions'
import type { Expression, TypeName } from './expression.types.ts'
import { one } from './singleton.ts'
import { booleanOf, type Node, type Nodes, nothing } from './value.ts'

const systemTypes = new Set([
  'Any',
  'Boolean',
  'String',
  'Integer',
  'Decimal',
  'Date',
  'DateTime',
  'Time',
  'Quantity',
])

/** `ofType(FHIR.Patient)`: an argument that is read as a type; undefined when it is anything else. */
export function typeNameOf(expression: Expression): TypeName | undefined {
  if (expression.kind !== 'member') return undefined
  const { of, name } = expression
  if (of === null) return { namespace: null, name }
  return of.kind === 'member' && of.of === null ? { namespace: of.name, name } : undefined
}

/** Is the value of this type? undefined: there is no such type. */
export function typeTest({ namespace, name }: TypeName): ((node: Node) => boolean) | undefined {
  const isFhir = namespace !== 'System' && typeDef(name) !== undefined
  const isSystem = namespace !== 'FHIR' && systemTypes.has(name)
  if ((!isFhir && !isSystem) || (namespace !== null && namespace !== 'FHIR' && namespace !== 'System')) {
    return undefined
  }
  const system = isSystem ? `System.${name}` : ''
  // Elements repeat their type from one to the next: remember the last answer.
  let lastType: string | undefined
  let lastAnswer = false
  return ({ type }) => {
    if (type !== lastType) {
      lastType = type
      lastAnswer =
        type === system ||
        (system === 'System.Any' && type.startsWith('System.')) ||
        (isFhir && isA(type, name))
    }
    return lastAnswer
  }
}

/** What `type()` answers: elements of a backbone have no name of their own. */
export function describedType(type: string): { namespace: string; name: string } {
  if (type.startsWith('System.')) return { namespace: 'System', name: type.slice(7) }
  const def = typeDef(type)
  return { namespace: 'FHIR', name: def?.kind === 'backbone' ? (def.base ?? type) : type }
}

export function isType(nodes: Nodes, test: (node: Node) => boolean): Nodes {
  const node = one(nodes)
  return node ? booleanOf(test(node)) : nothing
}
