import type { FunctionDefinition, Test } from '../compiler.types.ts'
import { type Apply, isolated, type Scope, type Step } from '../scope.ts'
import { one } from '../singleton.ts'
import { type Node, type Nodes, nothing } from '../value.ts'

/** Without arguments. */
export const plain = (apply: Apply): FunctionDefinition => ({ least: 0, most: 0, make: () => apply })

/** Of one value at most; nothing of nothing. */
export const ofOne = (apply: (node: Node, scope: Scope) => Nodes): FunctionDefinition =>
  plain((input, scope) => {
    const node = one(input)
    return node ? apply(node, scope) : nothing
  })

/** Arguments are values, worked out where the call stands: `$this` is the caller's. */
export const withValues = (
  least: number,
  most: number,
  apply: (input: Nodes, args: readonly Nodes[], scope: Scope) => Nodes,
): FunctionDefinition => ({
  least,
  most,
  make: (args, compiler) => {
    const steps = args.map((each) => isolated(compiler.compile(each)))
    return (input, scope) =>
      apply(
        input,
        steps.map((step) => step(scope)),
        scope,
      )
  },
})

/** The argument is a condition on each item. */
export const withTest = (least: number, apply: (test: Test | undefined) => Apply): FunctionDefinition => ({
  least,
  most: 1,
  make: ([argument], compiler) => apply(argument && compiler.test(argument)),
})

/** The argument is worked out for each item. */
export const withEach = (least: number, apply: (step: Step | undefined) => Apply): FunctionDefinition => ({
  least,
  most: 1,
  make: ([argument], compiler) => apply(argument && compiler.compile(argument)),
})
