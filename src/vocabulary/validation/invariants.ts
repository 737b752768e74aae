import type { Constraint } from '#vocabulary/definitions'
import { type CompiledPath, compileFhirPath, isTrue } from '#vocabulary/fhirpath'
import { invariantText } from './invariant-texts.ts'
import { knownInvariants, structuralInvariants } from './known-invariants.ts'
import type { TypeTable } from './type-table.ts'
import { type JsonObject, mostProfileTime, type Walk } from './walk.ts'

interface Invariant {
  readonly constraint: Constraint
  readonly holds: (node: unknown, walk: Walk) => boolean
}

const compiled = new WeakMap<Constraint, Invariant | null>()

/** Null when there is nothing to run: seen to elsewhere, no expression, or one that cannot be compiled. */
function invariantOf(constraint: Constraint, type: string, isOwn: boolean): Invariant | null {
  let invariant = compiled.get(constraint)
  if (invariant === undefined) {
    invariant = isOwn ? compile(constraint, type) : byPath(constraint, type)
    compiled.set(constraint, invariant)
  }
  return invariant
}

function compile(constraint: Constraint, type: string): Invariant | null {
  if (structuralInvariants.has(constraint.key) || constraint.expression === '') return null
  const slow = byPath(constraint, type)
  const known = knownInvariants[constraint.key]
  if (!known) return slow
  return { constraint, holds: (node, walk) => known(node as JsonObject) ?? slow.holds(node, walk) }
}

const byPath = (constraint: Constraint, type: string): Invariant => ({
  constraint,
  holds: constraint.expression === '' ? () => true : pathTest(constraint.expression, type),
})

/** The invariant as FHIRPath, compiled when the first element of its kind comes. */
function pathTest(expression: string, type: string): Invariant['holds'] {
  let path: CompiledPath | null | undefined
  return (node, walk) => {
    if (path === undefined) {
      const result = compileFhirPath(expression, { type })
      path = result.ok ? result.value : null
    }
    if (path === null) return true
    try {
      return isTrue(path(node, { resource: walk.resource, rootResource: walk.rootResource }))
    } catch {
      // Data of a shape that the expression does not foresee: the structure check has said so already.
      return true
    }
  }
}

/** The invariants of a type, made once. */
function invariantsOf(table: TypeTable): readonly Invariant[] {
  if (table.compiled === null)
    table.compiled = table.constraints.flatMap((each) => invariantOf(each, table.name, true) ?? [])
  return table.compiled as readonly Invariant[]
}

export function checkInvariants(walk: Walk, table: TypeTable, node: JsonObject): void {
  const list = table.compiled === null ? invariantsOf(table) : (table.compiled as readonly Invariant[])
  for (let at = 0; at < list.length; at++) {
    const { holds, constraint } = list[at]!
    if (!holds(node, walk)) reportInvariant(walk, constraint)
  }
}

/** Invariants of one place (`Organization.telecom`); `isOwn`: R4's own, whose keys are known, not a profile's. */
export function checkConstraints(
  walk: Walk,
  constraints: readonly Constraint[],
  type: string,
  node: unknown,
  isOwn: boolean,
): void {
  for (const constraint of constraints) {
    const invariant = invariantOf(constraint, type, isOwn)
    if (!invariant) continue
    if (!(isOwn ? invariant.holds(node, walk) : holdsInTime(invariant, node, walk)))
      reportInvariant(walk, constraint)
  }
}

/** Nothing is run any more when the time is over; `validateResource` says so in the end. */
function holdsInTime({ holds }: Invariant, node: unknown, walk: Walk): boolean {
  if (walk.profileTime > mostProfileTime) return true
  const began = performance.now()
  const isHeld = holds(node, walk)
  walk.profileTime += performance.now() - began
  return isHeld
}

function reportInvariant(walk: Walk, constraint: Constraint): void {
  walk.report(constraint.severity, 'invariant', invariantText(constraint), constraint.key)
}
