import type { ElementDefinition } from 'fhir/r4'
import type {
  Discriminator,
  DiscriminatorKind,
  ElementRule,
  PathStep,
  SliceRule,
  SliceTest,
} from './profile.types.ts'
import type { SnapshotNode } from './profile-tree.ts'

const kinds: ReadonlySet<string> = new Set(['value', 'pattern', 'exists', 'type', 'profile'])

/** The slices of an element, each with the tests that tell its members. */
export function compileSlices(
  node: SnapshotNode,
  ruleOf: (slice: SnapshotNode) => ElementRule,
): readonly SliceRule[] {
  if (node.slices.length === 0) return []
  const discriminators = discriminatorsOf(node)
  // Slices of slices (`a/b`) are within `a`, which is judged by its own rule.
  return node.slices
    .filter((slice) => !slice.element.sliceName!.includes('/'))
    .map((slice) => {
      const rule = ruleOf(slice)
      return {
        name: slice.element.sliceName!,
        min: rule.min,
        max: rule.max,
        url: extensionUrl(slice),
        tests: discriminators?.map((each) => testOf(each, rule)) ?? null,
        rule: { ...rule, min: 0, max: Number.POSITIVE_INFINITY },
      }
    })
}

function discriminatorsOf({ element }: SnapshotNode): Discriminator[] | null {
  const given = element.slicing?.discriminator ?? defaultOf(element)
  const made = given.map(({ type, path }) => {
    const steps = stepsOf(path)
    return steps && kinds.has(type) ? { kind: type as DiscriminatorKind, steps } : null
  })
  return made.length > 0 && made.every((each) => each !== null) ? made : null
}

/** A choice sliced without a word on how is sliced by type (R4 profiling 5.1.0.14). */
const defaultOf = ({ path }: ElementDefinition): { type: string; path: string }[] =>
  path.endsWith('[x]') ? [{ type: 'type', path: '$this' }] : []

/** `code.coding`, `$this`, `extension('http://…').value`, `subject.resolve()`; null: not the simple subset of R4. */
export function stepsOf(path: string): PathStep[] | null {
  const steps: PathStep[] = []
  const part = /(?:^|\.)(?:(\$this)|extension\('([^']+)'\)|(resolve)\(\)|ofType\(\w+\)|([a-zA-Z]\w*))/gy
  while (part.lastIndex < path.length) {
    const found = part.exec(path)
    if (!found) return null
    if (found[2]) steps.push({ kind: 'extension', text: found[2] })
    else if (found[3]) steps.push({ kind: 'resolve', text: '' })
    else if (found[4]) steps.push({ kind: 'name', text: found[4] })
  }
  return steps
}

function extensionUrl(slice: SnapshotNode): string | null {
  const types = slice.element.type ?? []
  if (types.length !== 1 || types[0]!.code !== 'Extension') return null
  const profile = types[0]!.profile?.[0]?.split('|')[0]
  return profile ?? slice.children.get('url')?.element.fixedUri ?? null
}

const testOf = (discriminator: Discriminator, slice: ElementRule): SliceTest => ({
  discriminator,
  rule: ruleAt(
    slice,
    discriminator.steps.filter((step) => step.kind !== 'resolve'),
  ),
})

/** The rule at the end of a path; on the way it may stand in a slice (`code.coding:loinc.code`). */
function ruleAt(rule: ElementRule, [step, ...rest]: readonly PathStep[]): ElementRule | null {
  if (!step) return rule
  const next = step.kind === 'name' ? below(rule, step.text) : extensionBelow(rule, step.text)
  if (!next) return null
  for (const way of [next, ...next.slices.map((slice) => slice.rule)]) {
    const found = ruleAt(way, rest)
    if (found) return found
  }
  return null
}

const childNamed = (rule: ElementRule, name: string): ElementRule | undefined =>
  rule.children.find((each) => each.label === name || each.label === `${name}[x]`)

/** The child's own rule, or what the parent's fixed value or pattern says of the child. */
function below(rule: ElementRule, name: string): ElementRule | null {
  const child = childNamed(rule, name)
  if (child) return child
  const whole = rule.pattern ?? rule.fixed
  const item = Array.isArray(whole) ? whole[0] : whole
  if (typeof item !== 'object' || item === null) return null
  const part = (item as Record<string, unknown>)[name]
  const pattern = Array.isArray(part) ? part[0] : part
  return pattern === undefined ? null : { ...nothing, label: name, pattern }
}

const extensionBelow = (rule: ElementRule, url: string): ElementRule | null =>
  childNamed(rule, 'extension')?.slices.find((each) => each.url === url)?.rule ?? null

const nothing: ElementRule = {
  label: '',
  properties: [],
  min: 0,
  max: Number.POSITIVE_INFINITY,
  types: null,
  fixed: undefined,
  pattern: undefined,
  maxLength: Number.POSITIVE_INFINITY,
  binding: null,
  constraints: [],
  children: [],
  slices: [],
  isClosed: false,
}
