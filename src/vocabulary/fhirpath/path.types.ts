/** One value of a collection: what JSON holds, and what it is. */
export interface Value {
  /**
   * The JSON as it stands in the resource; undefined for a primitive that has only extensions. Of values that an
   * expression made: boolean, number, string (dates and times as ISO text) or `{ value, unit }` for System.Quantity.
   */
  readonly value: unknown
  /** `Patient`, `Quantity`, `code`, `Observation.component`, `System.String`; empty when it cannot be told. */
  readonly type: string
  /** Of primitives: what JSON holds under `_name`. */
  readonly sibling: unknown
  /** Where it stands: `parent.value[name]`, or `parent.value[name][index]` when `index` is not -1. */
  readonly parent: Value | undefined
  /** The name of the JSON property: `valueQuantity`. */
  readonly name: string
  readonly index: number
  /** Of System.Decimal: as it was written, for precision. */
  readonly text: string | undefined
}

export interface PathEnvironment {
  /** `%resource`; default: the nearest resource around the context. */
  readonly resource?: unknown
  /** `%rootResource`; default: `resource`. Contained resources and entries of a Bundle are resolved in it. */
  readonly rootResource?: unknown
  /** `%name` */
  readonly variables?: Readonly<Record<string, unknown>>
  /** Asked for references that are neither contained nor in the Bundle. */
  readonly resolve?: (reference: string) => unknown
  /** Is the code, Coding or CodeableConcept in the value set? undefined: it cannot be told. */
  readonly memberOf?: (value: unknown, valueSet: string) => boolean | undefined
  /** Asked for profiles other than the base definitions of R4; undefined: unknown profile. */
  readonly conformsTo?: (resource: unknown, profile: string) => boolean | undefined
  /** Does `a` subsume `b`? Both are Codings. */
  readonly subsumes?: (a: unknown, b: unknown) => boolean | undefined
  readonly now?: Date
  readonly trace?: (name: string, values: readonly Value[]) => void
  /** How many values an evaluation may touch before it is given up. Default: 5,000,000. */
  readonly budget?: number
}

export interface CompileOptions {
  /** The type of the context when it is not a resource: `Quantity`, `Observation.component`. */
  readonly type?: string
  /** Names that `%name` may take beside the standard ones; any other is refused at once. Default: no check. */
  readonly variables?: readonly string[]
}

/** Throws `FhirPathError` where the specification speaks of an error; `evaluate` answers a Result instead. */
export type CompiledPath = (context: unknown, env?: PathEnvironment) => readonly Value[]

/** The expression cannot be evaluated on this data: a singleton was wanted, types do not fit, or it costs too much. */
export class FhirPathError extends Error {
  override readonly name = 'FhirPathError'
}
