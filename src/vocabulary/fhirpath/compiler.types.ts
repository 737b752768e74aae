import type { Expression } from './expression.types.ts'
import type { Apply, Scope, Step } from './scope.ts'

/** A condition: yes, no, or nothing. */
export type Test = (scope: Scope) => boolean | undefined

export interface Compiler {
  /** Names of variables that the caller promises; undefined: any. */
  readonly variables: ReadonlySet<string> | undefined
  compile(expression: Expression): Step
  /** The same expression where only yes or no is wanted of it. */
  test(expression: Expression): Test
}

export interface FunctionDefinition {
  /** How many arguments it takes. */
  readonly least: number
  readonly most: number
  make(args: readonly Expression[], compiler: Compiler): Apply
}

export type FunctionTable = Readonly<Record<string, FunctionDefinition>>
