import type { StructureDefinition } from 'fhir/r4'

/** The codes of FHIR's issue-type that a validator has use for. */
export type IssueType =
  | 'structure'
  | 'required'
  | 'value'
  | 'invariant'
  | 'code-invalid'
  | 'not-found'
  | 'duplicate'
  | 'too-long'
  | 'too-costly'

export interface ValidationIssue {
  readonly severity: 'fatal' | 'error' | 'warning' | 'information'
  readonly code: IssueType
  /** Vietnamese, says what to do; quotes names of elements, never the values of a person. */
  readonly message: string
  /** The element as JSON names it: `Observation.component[2].valueQuantity` */
  readonly expression: string
  /** Of invariants: `per-1` */
  readonly key?: string
}

export type Definitions = readonly StructureDefinition[]

/** Profiles that somebody stored, kept at hand for whoever validates. */
export interface ProfileShelf {
  /**
   * The definitions of these canonicals and of those that they name in turn, as far as they are stored; what the product
   * itself carries is not among them. A promise only when something must be read first.
   */
  definitionsOf(canonicals: readonly string[]): Definitions | Promise<Definitions>
}

/** Is the code in the value set? undefined: it cannot be told. */
export type BindingCheck = (valueSet: string, system: string | undefined, code: string) => boolean | undefined

export interface ValidationOptions {
  /** The resource type that is expected here. */
  readonly type?: string
  /** Canonical URLs that the resource must conform to, beside those of its `meta.profile`. */
  readonly profiles?: readonly string[]
  /** Definitions with a snapshot that `profiles` and `meta.profile` may name, beside those the product knows. */
  readonly definitions?: Definitions
  /** Default: the product's own terminology. */
  readonly bindings?: BindingCheck
  /** Default true. */
  readonly checkBindings?: boolean
  /** Whoever writes the resource resolves conditional references (`Patient?identifier=…`); otherwise only a transaction may hold them. */
  readonly willResolve?: boolean
  /** Default 100; one more says that there are more. */
  readonly maxIssues?: number
}
