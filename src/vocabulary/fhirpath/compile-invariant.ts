import { fail, ok, type Result } from '#foundation/result'
import { compilerFor } from './compile-expression.ts'
import { CompileFault } from './compile-fault.ts'
import { scopeFor } from './compile-path.ts'
import { fhirPathProblems } from './fhirpath.problems.ts'
import { parseFhirPath } from './parse-path.ts'
import { type CompileOptions, FhirPathError, type PathEnvironment } from './path.types.ts'
import { asValue } from './value.ts'

/** Is the rule kept? undefined: it cannot be told on this data. Never throws. */
export type Invariant = (context: unknown, env?: PathEnvironment) => boolean | undefined

/** R4 asks for `Boolean`, a System type that no element has; R4B and later write what was meant. */
const errata: ReadonlyMap<string, string> = new Map([
  ["operator = 'exists' implies (answer is Boolean)", "operator = 'exists' implies (answer is boolean)"],
])

/** A rule of a definition, compiled for one type of context. */
export function compileInvariant(text: string, options: CompileOptions = {}): Result<Invariant> {
  const parsed = parseFhirPath(errata.get(text) ?? text)
  if (!parsed.ok) return parsed
  try {
    const test = compilerFor(options.variables).test(parsed.value)
    return ok((context, env) => {
      try {
        // Nothing counts as kept.
        return test(scopeFor(asValue(context, options.type), env)) !== false
      } catch (error) {
        if (error instanceof FhirPathError || error instanceof RangeError) return undefined
        throw error
      }
    })
  } catch (error) {
    if (error instanceof CompileFault) return fail(fhirPathProblems.notUnderstood(error.message))
    throw error
  }
}
