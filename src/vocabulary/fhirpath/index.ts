/** FHIRPath (N1 2.0 with the functions of FHIR R4): text to closures, once; closures over resources, many times. */
export { compileInvariant, type Invariant } from './compile-invariant.ts'
export { compileFhirPath, evaluate } from './compile-path.ts'
/** The `fhirpath` package, loaded on first use: a second opinion, and for what our compiler refuses. */
export { evaluateSlowly } from './evaluate-slowly.ts'
export type { BinaryOperator, Expression, TypeName } from './expression.types.ts'
/** FHIRPath's boolean evaluation of a result: empty counts as true, a single value that is not a boolean as true. */
export { isTrue } from './is-true.ts'
export { parseFhirPath } from './parse-path.ts'
export {
  type CompiledPath,
  type CompileOptions,
  FhirPathError,
  type PathEnvironment,
  type Value,
} from './path.types.ts'
/** Values from JSON, and JSON from values (dates and quantities as FHIR writes them). */
export { asValue as valueFrom, jsonOf } from './value.ts'
