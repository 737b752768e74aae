import type { ElementDefinition } from 'fhir/r4'
import { type Constraint, typeDef } from '#vocabulary/definitions'
import type { TypeRule } from './profile.types.ts'
import type { CheckedBinding, Slot } from './type-table.ts'

const hl7 = 'http://hl7.org/fhir/StructureDefinition/'

/** May a value of this type stand here? */
export const allows = (element: ElementDefinition, type: string): boolean =>
  !element.type || element.type.length === 0 || element.type.some((each) => isSameType(each.code, type))

/** Backbones have names of their own here; `Resource` narrows to any resource; a SimpleQuantity is a Quantity. */
const isSameType = (code: string, type: string): boolean =>
  code === type ||
  type.includes('.') ||
  type === 'Resource' ||
  code.startsWith('http://hl7.org/fhirpath/') ||
  (code === 'Quantity' && (type === 'SimpleQuantity' || type === 'MoneyQuantity'))

/** Whose properties the children are: known only when the element can be of one type. */
export function ownerOf(element: ElementDefinition, properties: readonly Slot[]): string | null {
  if (properties.length !== 1) return null
  const { type, kind } = properties[0]!
  if (kind === 'primitive') return 'Element'
  if (type !== 'Resource') return type
  const code = element.type?.length === 1 ? element.type[0]!.code : type
  return typeDef(code) ? code : type
}

export function typeRules(element: ElementDefinition, properties: readonly Slot[]): TypeRule[] | null {
  if (!element.type || element.type.length === 0 || properties.length === 0) return null
  const rules = element.type.map(({ code, profile, targetProfile }) => ({
    code,
    // The profiles of R4 itself (SimpleQuantity) are types of their own here and are seen to with the structure.
    profiles: (profile ?? []).filter((url) => !url.startsWith(hl7) || !typeDef(url.slice(hl7.length))),
    targets: targetsOf(
      targetProfile ?? [],
      properties.find((each) => each.type === code),
    ),
  }))
  const isNarrower = properties.some((each) => !allows(element, each.type))
  const isResource = properties[0]!.type === 'Resource' && !rules.some((each) => each.code === 'Resource')
  const isMore = rules.some((each) => each.profiles.length > 0 || each.targets.length > 0)
  return isNarrower || isResource || isMore ? rules : null
}

export function maxOf({ max }: ElementDefinition): number {
  const count = max === undefined || max === '*' ? Number.POSITIVE_INFINITY : Number(max)
  return Number.isNaN(count) ? Number.POSITIVE_INFINITY : count
}

/** `fixedUri`, `patternCodeableConcept`: the one property with that beginning. */
export function givenValue(element: ElementDefinition, prefix: 'fixed' | 'pattern'): unknown {
  for (const [name, value] of Object.entries(element)) if (name.startsWith(prefix)) return value
  return undefined
}

/** Empty when any target will do, or those that R4 itself names, which were checked with the structure. */
function targetsOf(profiles: readonly string[], slot: Slot | undefined): readonly string[] {
  if (profiles.includes(`${hl7}Resource`)) return []
  const known = slot?.targets
  const isBase = known?.size === profiles.length && profiles.every((url) => known.has(url.slice(hl7.length)))
  return isBase ? [] : profiles
}

export function bindingOf({ binding }: ElementDefinition, slots: readonly Slot[]): CheckedBinding | null {
  if (!binding?.valueSet || (binding.strength !== 'required' && binding.strength !== 'extensible'))
    return null
  const made = { isRequired: binding.strength === 'required', valueSet: binding.valueSet.split('|')[0]! }
  const base = slots[0]?.binding
  return base?.valueSet === made.valueSet && base.isRequired === made.isRequired ? null : made
}

/** R4's own invariants are run with its types; those that remain are the profile's. */
export function ownConstraints(
  { constraint }: ElementDefinition,
  known: () => readonly Constraint[],
): Constraint[] {
  const given = (constraint ?? []).filter(({ source, key }) =>
    source?.startsWith(hl7) ? !typeDef(source.slice(hl7.length)) : !/^(ele|ext|dom)-\d$/.test(key),
  )
  if (given.length === 0) return []
  const old = known()
  return given
    .filter((each) => !old.some(({ key, expression }) => key === each.key && expression === each.expression))
    .map(({ key, severity, human, expression }) => ({
      key,
      severity,
      human,
      expression: expression ?? '',
    }))
}
