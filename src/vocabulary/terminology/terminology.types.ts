import type { CodeSystem, ConceptMap, ValueSet } from 'fhir/r4'
import type { Problem, Result } from '#foundation/result'

export interface SystemCode {
  readonly system: string
  readonly code: string
}

export interface CodingInput {
  readonly system?: string
  readonly version?: string
  readonly code?: string
  readonly display?: string
}

/** Resources of the caller (the store's), beside those the product carries. The same URL replaces the product's. */
export interface TerminologyResources {
  readonly codeSystems?: readonly CodeSystem[]
  readonly valueSets?: readonly ValueSet[]
  readonly conceptMaps?: readonly ConceptMap[]
}

export interface ExpandRequest {
  /** Canonical, with or without `|version`. */
  readonly url?: string
  readonly valueSet?: ValueSet
  /** Words; each must begin a word of the display, or the code. With and without tone marks alike. */
  readonly filter?: string
  /** Only what is in force on this day: `2026-02-28`. */
  readonly date?: string
  readonly offset?: number
  readonly count?: number
  readonly activeOnly?: boolean
  /** Abstract concepts, which group others and are not chosen, are left out. */
  readonly excludeAbstract?: boolean
  readonly includeDesignations?: boolean
  readonly includeDefinition?: boolean
  /** `vi`, `en-US`: a designation in it stands in for the display. */
  readonly displayLanguage?: string
  /** Code systems, `system` or `system|version`, left out. */
  readonly excludeSystem?: readonly string[]
}

export interface ValidateRequest {
  /** Of the ValueSet, or of the CodeSystem, as the operation is asked. */
  readonly url?: string
  readonly valueSet?: ValueSet
  readonly codeSystem?: CodeSystem
  /** Any of them is enough. */
  readonly codings: readonly CodingInput[]
  /** `code` without a system: it is found in the value set. */
  readonly inferSystem?: boolean
  readonly date?: string
  /** false: abstract concepts do not count. */
  readonly abstract?: boolean
  readonly displayLanguage?: string
}

export interface ValidateOutcome {
  readonly result: boolean
  readonly message?: string
  readonly display?: string
}

export interface LookupRequest extends CodingInput {
  readonly date?: string
  readonly displayLanguage?: string
  /** Which of `parent`, `child`, `designation` or a property's code; none: all. */
  readonly property?: readonly string[]
}

export type PropertyValue =
  | { readonly valueCode: string }
  | { readonly valueString: string }
  | { readonly valueBoolean: boolean }
  | { readonly valueInteger: number }
  | { readonly valueDecimal: number }
  | { readonly valueDateTime: string }
  | { readonly valueCoding: CodingInput }

export interface Designation {
  readonly language?: string
  readonly use?: CodingInput
  readonly value: string
}

export interface LookupOutcome {
  /** Name, version and content of the code system. */
  readonly name: string
  readonly version?: string
  readonly display: string
  readonly abstract: boolean
  readonly definition?: string
  readonly designations: readonly Designation[]
  readonly properties: readonly { readonly code: string; readonly value: PropertyValue }[]
}

export type Subsumption = 'equivalent' | 'subsumes' | 'subsumed-by' | 'not-subsumed'

export interface TranslateRequest {
  /** Canonical of the map; none: every map that fits. */
  readonly url?: string
  readonly conceptMap?: ConceptMap
  readonly codings: readonly CodingInput[]
  /** Value sets the code comes from and should go to. */
  readonly source?: string
  readonly target?: string
  readonly targetSystem?: string
  readonly reverse?: boolean
  readonly dependencies?: readonly { readonly element: string; readonly concept: CodingInput }[]
}

export interface TranslateMatch {
  readonly equivalence: string
  readonly concept: CodingInput
  /** Canonical of the map it comes from. */
  readonly source?: string
  readonly products: readonly { readonly element: string; readonly concept: CodingInput }[]
}

export interface TranslateOutcome {
  readonly result: boolean
  readonly message?: string
  readonly matches: readonly TranslateMatch[]
}

export interface ClosureRequest {
  readonly name: string
  /** Concepts of the table so far, and those that join it now. */
  readonly known: readonly SystemCode[]
  readonly added: readonly SystemCode[]
}

export type TerminologyOperation =
  | 'expand'
  | 'validate-code'
  | 'lookup'
  | 'subsumes'
  | 'translate'
  | 'closure'

/** Failures carry the `code` of FHIR's issue-type, for the OperationOutcome. */
export type TerminologyProblem = Problem & {
  readonly issue: 'invalid' | 'not-found' | 'too-costly' | 'not-supported' | 'processing'
}
export type TerminologyResult<T> = Result<T, TerminologyProblem>

/** Everything that can be asked about codes. Pure: the same resources give the same answers. */
export interface Terminology {
  /** Hot path of bindings. undefined: it cannot be told here (SNOMED CT, LOINC, a value set nobody carries). */
  isMember(valueSet: string, system: string | undefined, code: string): boolean | undefined
  expand(request: ExpandRequest): TerminologyResult<ValueSet>
  validateInValueSet(request: ValidateRequest): TerminologyResult<ValidateOutcome>
  validateInCodeSystem(request: ValidateRequest): TerminologyResult<ValidateOutcome>
  lookup(request: LookupRequest): TerminologyResult<LookupOutcome>
  subsumes(a: SystemCode, b: SystemCode): TerminologyResult<Subsumption>
  translate(request: TranslateRequest): TerminologyResult<TranslateOutcome>
  /** What the new concepts add to a closure table: pairs among themselves and with the known ones. */
  closure(request: ClosureRequest): TerminologyResult<ConceptMap>
  /** For `:in` and `:not-in`; undefined when the set is unknown or cannot be listed. */
  codesOf(valueSet: string): readonly SystemCode[] | undefined
  /** For `:below` and `:above`: the code itself first. Of an unknown code only itself. */
  descendantsOf(system: string, code: string): readonly string[]
  ancestorsOf(system: string, code: string): readonly string[]
  /** What stands behind a canonical URL. */
  resource(
    type: 'CodeSystem' | 'ValueSet' | 'ConceptMap',
    canonical: string,
  ): CodeSystem | ValueSet | ConceptMap | undefined
  /** URLs of everything carried, for a listing. */
  urls(type: 'CodeSystem' | 'ValueSet' | 'ConceptMap'): readonly string[]
}
