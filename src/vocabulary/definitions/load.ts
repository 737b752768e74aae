import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import type { BindingStrength, Constraint, ElementDef, ElementType, TypeDef } from './definition.types.ts'

type ElementRow = [
  name: string,
  min: number,
  max: number,
  types: string[],
  flags: string,
  binding?: string | null,
  constraints?: number[],
]
type TypeRow = [
  name: string,
  kind: string,
  base: string | null,
  constraints: number[],
  elements: ElementRow[],
  regex?: string,
]
type ConstraintRow = [key: string, severity: 'e' | 'w', human: string, expression: string]

const kinds = { r: 'resource', c: 'complex', p: 'primitive', b: 'backbone' } as const
const strengths: Record<string, BindingStrength> = {
  r: 'required',
  e: 'extensible',
  p: 'preferred',
  x: 'example',
}

let rows: Map<string, TypeRow> | undefined
let constraintRows: ConstraintRow[] = []
const made = new Map<string, TypeDef>()

function load(): Map<string, TypeRow> {
  if (rows) return rows
  const file = join(projectRoot(), 'src/vocabulary/definitions/data/r4.generated.json')
  const json = JSON.parse(readFileSync(file, 'utf8')) as { types: TypeRow[]; constraints: ConstraintRow[] }
  constraintRows = json.constraints
  rows = new Map(json.types.map((row) => [row[0], row]))
  return rows
}

/** The definition of a type by name: `Patient`, `HumanName`, `string`, `Observation.component`; undefined when R4 has none. */
export function typeDef(name: string): TypeDef | undefined {
  const known = made.get(name)
  if (known) return known
  const row = load().get(name)
  if (!row) return undefined
  const [, kind, base, constraints, elements, regex] = row
  const parent = base ? typeDef(base) : undefined
  const all = new Map(parent?.elements)
  for (const row of elements) {
    const element = toElement(row, name)
    all.set(element.name, element)
  }
  const def: TypeDef = {
    name,
    kind: kinds[kind[0] as keyof typeof kinds],
    isAbstract: kind.endsWith('a'),
    base,
    elements: all,
    constraints: [...(parent?.constraints ?? []), ...constraints.map(toConstraint)],
    regex: regex ?? null,
  }
  made.set(name, def)
  return def
}

/** Names of all types of a kind, abstract ones left out. */
export const typeNames = (kind: TypeDef['kind']): string[] =>
  [...load().values()].filter((row) => kinds[row[1] as keyof typeof kinds] === kind).map((row) => row[0])

/** Is it `ancestor`, or derived from it? `isA('Age', 'Quantity')`. */
export function isA(name: string, ancestor: string): boolean {
  for (let at: string | null = name; at; at = load().get(at)?.[2] ?? null) if (at === ancestor) return true
  return false
}

function toElement(row: ElementRow, owner: string): ElementDef {
  const [name, min, max, types, flags, binding, constraints] = row
  const isChoice = name.endsWith('[x]')
  return {
    name: isChoice ? name.slice(0, -3) : name,
    path: `${owner}.${name}`,
    min,
    max: max < 0 ? Number.POSITIVE_INFINITY : max,
    isChoice,
    types: types.map(toType),
    isSummary: flags.includes('s'),
    isModifier: flags.includes('m'),
    binding: binding ? { strength: strengths[binding[0]!]!, valueSet: binding.slice(1) } : null,
    constraints: (constraints ?? []).map(toConstraint),
  }
}

function toType(text: string): ElementType {
  const at = text.indexOf('(')
  return at < 0
    ? { code: text, targets: [] }
    : { code: text.slice(0, at), targets: text.slice(at + 1, -1).split('|') }
}

function toConstraint(index: number): Constraint {
  const [key, severity, human, expression] = constraintRows[index]!
  return { key, severity: severity === 'e' ? 'error' : 'warning', human, expression }
}
