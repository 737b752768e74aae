import { isA, propertiesOf } from '#vocabulary/definitions'
import { type Expression, parseFhirPath } from '#vocabulary/fhirpath'

/**
 * The FHIRPath of a search parameter as plain walks through JSON, choices and types settled:
 *
 *   Observation.component.value as Quantity        component.valueQuantity:Quantity
 *   Patient.telecom.where(system='phone')          telecom[system=phone]:ContactPoint
 *   Encounter.subject.where(resolve() is Patient)  subject[Patient]:Reference
 *   Bundle.entry[0].resource                       entry[0].resource:Resource
 *   %resource.referenceSeq.chromosome              ^.referenceSeq.chromosome:CodeableConcept
 *   Patient.deceased.exists() and Patient.deceased != false     deceasedBoolean|deceasedDateTime[!false]:boolean
 */
export const walksOf = (expression: string, root: string, here = root): string[] => [
  ...new Set(placesOf(expression, root, here).map(({ path, type }) => `${path}:${type}`)),
]

/** Value sets that elements of type `code` at these places are bound to: they say which system is meant. */
export const codeBindings = (expression: string, root: string): string[] => [
  ...new Set(
    placesOf(expression, root, root).flatMap(({ type, valueSet }) =>
      type === 'code' && valueSet ? [valueSet] : [],
    ),
  ),
]

function placesOf(expression: string, root: string, here: string): Place[] {
  const parsed = parseFhirPath(expression)
  if (!parsed.ok) throw new Error(`${expression}: ${parsed.problem.message}`)
  return visit(parsed.value, { root, here })
}

interface Scope {
  /** The resource type. */
  readonly root: string
  /** The type of the context: a resource, or the element of a composite. */
  readonly here: string
}
interface Place {
  readonly path: string
  readonly type: string
  readonly valueSet?: string
}

function visit(node: Expression, scope: Scope): Place[] {
  switch (node.kind) {
    case 'binary':
      if (node.operator === '|') return [...visit(node.left, scope), ...visit(node.right, scope)]
      if (node.operator === 'and') return [isNotFalse(node, scope)]
      break
    case 'type':
      return visit(node.of, scope).filter(isType(node.type.name))
    case 'variable':
      if (node.name === 'resource') return [{ path: '^', type: scope.root }]
      break
    case 'member':
      return member(node, scope)
    case 'index':
      if (node.index.kind === 'literal')
        return visit(node.of, scope).map((place) => ({
          ...place,
          path: `${place.path}[${(node.index as { text: string }).text}]`,
        }))
      break
    case 'call':
      return call(node, scope)
  }
  throw new Error(`a search parameter of a form not known yet: ${JSON.stringify(node)}`)
}

function member(node: Extract<Expression, { kind: 'member' }>, scope: Scope): Place[] {
  const start: Place[] = node.of ? visit(node.of, scope) : [{ path: '', type: scope.here }]
  if (!node.of && /^[A-Z]/.test(node.name)) return start
  return start.flatMap((from) => {
    const found = [...propertiesOf(from.type)].filter(
      ([name, { element }]) => name === node.name || (element.isChoice && element.name === node.name),
    )
    if (found.length === 0) throw new Error(`${from.type} has no ${node.name}`)
    return found.map(([name, { type, element }]) => ({
      path: from.path ? `${from.path}.${name}` : name,
      type,
      valueSet: element.binding?.valueSet,
    }))
  })
}

function call(node: Extract<Expression, { kind: 'call' }>, scope: Scope): Place[] {
  const places = node.of ? visit(node.of, scope) : [{ path: '', type: scope.here }]
  const [argument] = node.args
  if ((node.name === 'as' || node.name === 'ofType') && argument?.kind === 'member')
    return places.filter(isType(argument.name))
  if (node.name === 'where' && argument) return places.map((p) => ({ ...p, path: p.path + filter(argument) }))
  throw new Error(`a search parameter of a form not known yet: ${node.name}()`)
}

function filter(test: Expression): string {
  if (test.kind === 'type' && test.of.kind === 'call' && test.of.name === 'resolve')
    return `[${test.type.name}]`
  if (
    test.kind === 'binary' &&
    test.operator === '=' &&
    test.left.kind === 'member' &&
    test.right.kind === 'literal'
  )
    return `[${test.left.name}=${test.right.text}]`
  throw new Error(`a search parameter of a form not known yet: where(${JSON.stringify(test)})`)
}

/** `x.exists() and x != false`: the one computed parameter of R4. */
function isNotFalse({ left, right }: Extract<Expression, { kind: 'binary' }>, scope: Scope): Place {
  if (left.kind !== 'call' || left.name !== 'exists' || !left.of) throw new Error('an `and` not known yet')
  if (right.kind !== 'binary' || right.operator !== '!=') throw new Error('an `and` not known yet')
  const paths = visit(left.of, scope).map((place) => place.path)
  return { path: `${paths.join('|')}[!false]`, type: 'boolean' }
}

const isType = (name: string) => (place: Place) =>
  isA(place.type, name) || place.type === name[0]!.toLowerCase() + name.slice(1)
