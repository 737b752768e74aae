import { fail, ok, type Result } from '#foundation/result'
import { compilerFor } from './compile-expression.ts'
import { CompileFault } from './compile-fault.ts'
import { fhirPathProblems } from './fhirpath.problems.ts'
import { parseFhirPath } from './parse-path.ts'
import {
  type CompiledPath,
  type CompileOptions,
  FhirPathError,
  type PathEnvironment,
  type Value,
} from './path.types.ts'
import type { Scope } from './scope.ts'
import { asValue, type Node, nothing } from './value.ts'

const defaultBudget = 5_000_000
const emptyEnvironment: PathEnvironment = {}

/** Reads and compiles once; the closure is then called for many resources. */
export function compileFhirPath(text: string, options: CompileOptions = {}): Result<CompiledPath> {
  const parsed = parseFhirPath(text)
  if (!parsed.ok) return parsed
  try {
    const step = compilerFor(options.variables).compile(parsed.value)
    return ok((context, env) => step(scopeFor(asValue(context, options.type), env)))
  } catch (error) {
    if (error instanceof CompileFault) return fail(fhirPathProblems.notUnderstood(error.message))
    throw error
  }
}

export function scopeFor(context: Node, env: PathEnvironment = emptyEnvironment): Scope {
  return {
    focus: context.value === undefined && context.sibling === undefined ? nothing : [context],
    position: 0,
    total: nothing,
    defined: undefined,
    run: { env, context, budget: env.budget ?? defaultBudget, entries: undefined, now: env.now },
  }
}

/** Evaluates and answers what the specification calls an error as a problem. Never throws, whatever the data. */
export function evaluate(
  path: CompiledPath,
  context: unknown,
  env?: PathEnvironment,
): Result<readonly Value[]> {
  try {
    return ok(path(context, env))
  } catch (error) {
    if (error instanceof FhirPathError) return fail(fhirPathProblems.evaluation(error.message))
    // JSON nested deeper than the stack goes.
    if (error instanceof RangeError) return fail(fhirPathProblems.evaluation('dữ liệu lồng quá sâu'))
    throw error
  }
}
