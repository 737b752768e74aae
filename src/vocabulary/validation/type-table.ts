import {
  type Constraint,
  type ElementDef,
  isA,
  jsonNameOf,
  type TypeDef,
  typeDef,
  typeNames,
} from '#vocabulary/definitions'
import { type PrimitiveRule, primitiveRules } from './primitives.ts'

export type SlotKind = 'primitive' | 'sibling' | 'complex' | 'resource' | 'ignored'

export interface CheckedBinding {
  readonly isRequired: boolean
  readonly valueSet: string
}

/** One JSON property of a type, everything about it at hand. A class, so that all of them share one shape. */
export class Slot {
  readonly name: string
  readonly kind: SlotKind
  readonly type: string
  readonly many: boolean
  readonly min: number
  readonly rule: PrimitiveRule | null
  /** Of references: resource types it may point to; null is any. */
  readonly targets: ReadonlySet<string> | null
  readonly binding: CheckedBinding | null
  readonly constraints: readonly Constraint[]
  /** A part of an extension: its URL is a name within the extension. */
  readonly isPart: boolean
  /** `_birthDate` of `birthDate`, and the other way round. */
  readonly partner: string
  /** A bit of its own when the element is required; a choice's properties share one. */
  requiredBit = 0
  /** A bit that the properties of one choice share. */
  choiceBit = 0
  private made: TypeTable | null = null

  constructor(name: string, kind: SlotKind, element: ElementDef, type: string, owner: string) {
    const given = element.types.find((each) => jsonNameOf(element, each.code) === jsonNameOf(element, type))
    this.name = name
    this.kind = kind
    this.type = type
    this.many = element.max > 1
    this.isPart = owner === 'Extension'
    this.min = kind === 'sibling' ? 0 : element.min
    this.partner = kind === 'sibling' ? name.slice(1) : `_${name}`
    const isResourceId = element.name === 'id' && typeDef(owner)?.kind === 'resource'
    this.rule = kind === 'primitive' ? primitiveRules[isResourceId ? 'id' : type]! : null
    this.targets = given && given.targets.length > 0 ? new Set(given.targets) : null
    const strength = element.binding?.strength
    const isChecked = kind !== 'sibling' && (strength === 'required' || strength === 'extensible')
    this.binding = isChecked
      ? { isRequired: strength === 'required', valueSet: element.binding!.valueSet }
      : null
    this.constraints = kind === 'sibling' ? [] : constraintsOfPlace(element, type)
  }

  /** The type of its values, compiled when the first value comes. */
  get table(): TypeTable {
    this.made ??= tableOf(this.type)
    return this.made
  }
}

export interface RequiredElement {
  readonly bit: number
  /** `medication[x]` */
  readonly label: string
}

export class TypeTable {
  readonly name: string
  readonly isResource: boolean
  /** More than an id (ele-1); what stands beside a primitive is judged together with it. */
  readonly needsContent: boolean
  readonly slots = new Map<string, Slot>()
  readonly required: RequiredElement[] = []
  readonly choices: RequiredElement[] = []
  requiredMask = 0
  readonly constraints: readonly Constraint[]
  /** Invariants, compiled by whoever runs them, once. */
  compiled: unknown = null

  constructor(def: TypeDef) {
    this.name = def.name
    this.isResource = def.kind === 'resource'
    this.needsContent = !this.isResource && def.name !== 'Element'
    this.constraints = [...def.constraints, ...constraintsOfBackbone(def)]
    for (const element of def.elements.values()) this.add(element)
  }

  private add(element: ElementDef): void {
    if (element.max === 0) return
    const label = element.isChoice ? `${element.name}[x]` : element.name
    let requiredBit = 0
    let choiceBit = 0
    if (element.min > 0) {
      requiredBit = 1 << this.required.length
      this.required.push({ bit: requiredBit, label })
      this.requiredMask |= requiredBit
    }
    if (element.isChoice) {
      choiceBit = 1 << this.choices.length
      this.choices.push({ bit: choiceBit, label })
    }
    for (const { code } of element.types) {
      const name = jsonNameOf(element, code)
      const kind = kindOf(code)
      const slots = [new Slot(name, kind, element, code, this.name)]
      if (kind === 'primitive') slots.push(new Slot(`_${name}`, 'sibling', element, 'Element', this.name))
      for (const slot of slots) {
        slot.requiredBit = requiredBit
        slot.choiceBit = choiceBit
        this.slots.set(slot.name, slot)
      }
    }
  }
}

function kindOf(code: string): SlotKind {
  if (code in primitiveRules) return 'primitive'
  return code === 'Resource' || typeDef(code)?.kind === 'resource' ? 'resource' : 'complex'
}

/** A backbone's invariants stand on the element that defines it: `Patient.contact`. */
function constraintsOfBackbone(def: TypeDef): readonly Constraint[] {
  if (def.kind !== 'backbone') return []
  const at = def.name.lastIndexOf('.')
  return typeDef(def.name.slice(0, at))?.elements.get(def.name.slice(at + 1))?.constraints ?? []
}

/** Invariants of this place alone: those of the type itself are run with the type. */
function constraintsOfPlace(element: ElementDef, type: string): readonly Constraint[] {
  if (element.constraints.length === 0 || element.path === type || type === 'xhtml') return []
  const ofType = new Set(typeDef(type)?.constraints.map((each) => each.key))
  return element.constraints.filter((each) => !ofType.has(each.key))
}

const tables = new Map<string, TypeTable>()

export function tableOf(type: string): TypeTable {
  const known = tables.get(type)
  if (known) return known
  const def = typeDef(type)
  if (!def) throw new Error(`No definition of ${type}`)
  const table = new TypeTable(def)
  tables.set(type, table)
  return table
}

let resources: ReadonlySet<string> | null = null

export function resourceTypes(): ReadonlySet<string> {
  resources ??= new Set(
    typeNames('resource').filter((name) => !typeDef(name)!.isAbstract && isA(name, 'Resource')),
  )
  return resources
}
