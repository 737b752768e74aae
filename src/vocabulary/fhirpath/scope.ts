import { FhirPathError, type PathEnvironment } from './path.types.ts'
import type { Node, Nodes } from './value.ts'

/** One evaluation. */
export interface Run {
  readonly env: PathEnvironment
  readonly context: Node
  /** Values that may still be touched. */
  budget: number
  /** The Bundle's entries by fullUrl and by `Type/id`, once somebody asked. */
  entries: ReadonlyMap<string, Node> | undefined
  now: Date | undefined
}

interface Defined {
  readonly name: string
  readonly values: Nodes
  readonly next: Defined | undefined
}

/** What `$this`, `$index` and `$total` mean at the moment. Mutated and put back: allocating one per item costs more. */
export interface Scope {
  focus: Nodes
  position: number
  total: Nodes
  /** By defineVariable(). */
  defined: Defined | undefined
  readonly run: Run
}

export type Step = (scope: Scope) => Nodes
/** A function with its arguments compiled in, waiting for its input. */
export type Apply = (input: Nodes, scope: Scope) => Nodes

export function spend(scope: Scope, count: number): void {
  scope.run.budget -= count
  if (scope.run.budget < 0) throw new FhirPathError('tốn quá nhiều bước, biểu thức cần hẹp hơn')
}

/** Evaluates `step` with each item as `$this`; stops when `visit` answers true. */
export function eachItem<T>(
  input: Nodes,
  scope: Scope,
  step: (scope: Scope) => T,
  visit: (result: T, item: Node) => unknown,
): void {
  const { focus, position, defined } = scope
  spend(scope, input.length + 1)
  for (let i = 0; i < input.length; i++) {
    scope.focus = [input[i]!]
    scope.position = i
    if (visit(step(scope), input[i]!) === true) break
    scope.defined = defined
  }
  scope.focus = focus
  scope.position = position
  scope.defined = defined
}

/** Evaluates `step` with the whole input as `$this`. */
export function withFocus(input: Nodes, scope: Scope, step: Step): Nodes {
  const { focus, defined } = scope
  scope.focus = input
  const result = step(scope)
  scope.focus = focus
  scope.defined = defined
  return result
}

/** `$this` of the caller, and no variable that the step defines is seen outside. */
export function isolated(step: Step): Step {
  return (scope) => {
    const { defined } = scope
    const result = step(scope)
    scope.defined = defined
    return result
  }
}
