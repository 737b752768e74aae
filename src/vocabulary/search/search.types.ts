export type SearchParamType =
  | 'number'
  | 'date'
  | 'string'
  | 'token'
  | 'reference'
  | 'composite'
  | 'quantity'
  | 'uri'
  | 'special'

/** One search parameter of one resource type. */
export interface SearchParam {
  /** `value-quantity` */
  readonly code: string
  readonly type: SearchParamType
  /** The resource type it is asked of: `Observation`. */
  readonly base: string
  /** Number of the code in the side tables; a data format, never re-used. 1…32767. */
  readonly number: number
  /** Its place in `SearchIndex.present`, 0…62; a data format like the number. -1: not indexed there. */
  readonly bit: number
  /** FHIRPath; empty for `_text`, `_content` and the like. */
  readonly expression: string
  /** Of reference parameters: the types they may point to; empty means any. */
  readonly targets: readonly string[]
  /** Of composite parameters: the parts, in order. */
  readonly components: readonly SearchParam[]
  /** Does the store keep it in the clinical date column (`dt`, `dt_hi`) of this type? At most one per type. */
  readonly isMainDate: boolean
  /** Where its values lie, as plain walks with the data type found there: `component.code:CodeableConcept`. */
  readonly walks: readonly string[]
  /** Does the store's `patient` column answer it for patients? Such references are no tokens (answeredByPatientColumn). */
  readonly isPatientColumn: boolean
  /** Other parameters of the type that say the same together; conditions are read as theirs, nothing is stored for this one. */
  readonly answeredBy: readonly string[]
  /** Of tokens: code systems that are meant where the element names none (`code`, `boolean`); not to be asked for in the index. */
  readonly systems: readonly string[]
}

export type Prefix = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb' | 'ap'

/** One value of an OR list, read according to the parameter's type. Instants are ISO strings in UTC. */
export type SearchValue =
  | {
      readonly kind: 'number'
      readonly prefix: Prefix
      readonly value: number
      readonly lo: number
      readonly hi: number
    }
  /** `lo` inclusive, `hi` exclusive: the range that the written precision covers. */
  | { readonly kind: 'date'; readonly prefix: Prefix; readonly lo: string; readonly hi: string }
  /** folded: no tone marks, no case. isWhole: of `_filter`'s `eq`, the whole string and not its beginning. */
  | { readonly kind: 'string'; readonly text: string; readonly folded: string; readonly isWhole?: boolean }
  /** system undefined: any; '' : none given (`|code`). code undefined: any code of the system (`system|`). */
  | { readonly kind: 'token'; readonly system?: string; readonly code?: string; readonly text: string }
  /** `:of-type`: type system, type code, value. */
  | { readonly kind: 'of-type'; readonly system: string; readonly code: string; readonly value: string }
  /** type undefined: an id alone. url: an absolute reference elsewhere, or a canonical with its version. */
  | {
      readonly kind: 'reference'
      readonly type?: string
      readonly id?: string
      readonly url?: string
      /** `:identifier` */
      readonly identifier?: { readonly system?: string; readonly code?: string }
    }
  | {
      readonly kind: 'quantity'
      readonly prefix: Prefix
      readonly value: number
      readonly lo: number
      readonly hi: number
      readonly system?: string
      readonly code?: string
    }
  | { readonly kind: 'uri'; readonly uri: string }
  | { readonly kind: 'composite'; readonly parts: readonly SearchValue[] }
  | { readonly kind: 'near'; readonly latitude: number; readonly longitude: number; readonly metres: number }

export type Modifier =
  | 'missing'
  | 'exact'
  | 'contains'
  | 'text'
  | 'not'
  | 'above'
  | 'below'
  | 'in'
  | 'not-in'
  | 'of-type'
  | 'identifier'

/** What must hold of a resource. The members of a query's `where` must all hold. */
export type Condition =
  /** Any of the values (for `:not` and `:not-in`: none of them). */
  | {
      readonly kind: 'param'
      readonly param: SearchParam
      readonly modifier: Modifier | null
      readonly values: readonly SearchValue[]
      /** `:in`, `:not-in`, `:above`, `:below` of tokens after the value set was expanded: the codes it stands for. */
      readonly codes?: readonly { readonly system: string; readonly code: string }[]
    }
  | { readonly kind: 'missing'; readonly param: SearchParam; readonly missing: boolean }
  /** From `_filter`, what no index answers: a string that ends so, a value that differs, ranges that overlap. */
  | {
      readonly kind: 'look'
      readonly param: SearchParam
      readonly operator: 'ends' | 'differs' | 'overlaps'
      readonly value: SearchValue
    }
  | { readonly kind: 'id'; readonly ids: readonly string[] }
  | { readonly kind: 'lastUpdated'; readonly value: Extract<SearchValue, { kind: 'date' }> }
  /** `subject:Patient.name=x`: any resource of these types that `inner` holds of is pointed to. */
  | { readonly kind: 'chain'; readonly param: SearchParam; readonly targets: readonly ChainTarget[] }
  /** `_has:Observation:patient:code=x` */
  | {
      readonly kind: 'has'
      readonly type: string
      readonly param: SearchParam
      readonly inner: readonly Condition[]
    }
  | { readonly kind: 'list'; readonly id: string }
  | { readonly kind: 'text' | 'content'; readonly words: readonly string[] }
  /** `/Patient/1/Observation`: any of the parameters points there. */
  | {
      readonly kind: 'compartment'
      readonly type: string
      readonly id: string
      readonly params: readonly SearchParam[]
    }
  /** From `_filter`. */
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }

export interface ChainTarget {
  readonly type: string
  readonly inner: readonly Condition[]
}

export interface Include {
  /** The type that points: of `_include` a match, of `_revinclude` what is looked for. */
  readonly source: string
  /** null: `*`, every reference parameter of the source. */
  readonly param: SearchParam | null
  readonly target: string | null
  readonly iterate: boolean
}

export interface SortKey {
  readonly code: string
  /** null: `_id`, `_lastUpdated`. */
  readonly param: SearchParam | null
  readonly descending: boolean
}

export interface SearchQuery {
  /** One type, or several with `_type`. */
  readonly types: readonly string[]
  /** Of a query of several types the parameters are those of the first: ask `whereFor(query, type)`. */
  readonly where: readonly Condition[]
  /** The base URL it was read with: references under it are this server's own, in resources too. */
  readonly base: string
  readonly sort: readonly SortKey[]
  /** null: the server's default. 0 means `_summary=count`. */
  readonly count: number | null
  readonly include: readonly Include[]
  readonly revinclude: readonly Include[]
  readonly total: 'none' | 'estimate' | 'accurate' | null
  readonly summary: 'true' | 'text' | 'data' | 'count' | 'false' | null
  readonly elements: readonly string[] | null
  /** `_contained`, `_containedType`: kept to be refused or answered, never ignored. */
  readonly contained: 'false' | 'true' | 'both'
  /** What was not understood: told in an outcome and left out of the self link; 400 under `handling=strict`. */
  readonly ignored: readonly { readonly name: string; readonly reason: string }[]
  /** The parameters that were used, for the self link, in the order given, values as they were. */
  readonly used: readonly (readonly [name: string, value: string])[]
}

/** What reading a search asks of a terminology; `undefined`: the value set is not known or cannot be listed. */
export interface SearchTerminology {
  codesOf(valueSet: string): readonly { readonly system: string; readonly code: string }[] | undefined
  /** The code itself first. */
  descendantsOf(system: string, code: string): readonly string[]
  ancestorsOf(system: string, code: string): readonly string[]
}

export interface ReadSearchOptions {
  /** Base URL of this server without a slash at the end; '' when absolute references are all foreign. */
  readonly base: string
  /** Without one `:in`, `:not-in`, `:above` and `:below` of codes are not understood. */
  readonly terminology?: SearchTerminology
  /** What `ap` of a date is measured from. Default: now. */
  readonly now?: Date
}

export interface MatchEnvironment {
  /** Answers of the conditions that name other resources: chain, has, list. */
  readonly resolved?: ReadonlyMap<Condition, (resource: Record<string, unknown>) => boolean>
  /** As for reading. */
  readonly base?: string
}

export type Matcher = (resource: Record<string, unknown>, env?: MatchEnvironment) => boolean

/** What the store indexes of one resource. */
export interface SearchIndex {
  /** Token strings, each once (tokens.ts says how they are written); the store hashes them with the type. */
  readonly tokens: readonly string[]
  /** Bit `param.bit` is set when the resource has a value for the parameter. */
  readonly present: bigint
  /** The main clinical date as instants in UTC, both inclusive; null when open or absent. */
  readonly start: string | null
  readonly end: string | null
  /**
   * Inclusive range of each number or quantity; latitude and longitude of `near`. `code`: `system|code` of the unit (else
   * the unit as written), of a composite `tokens.compositePart` of its code.
   */
  readonly numbers: readonly {
    readonly param: number
    readonly lo: number
    readonly hi: number
    readonly code: string | null
  }[]
  /** Dates other than the main one, UTC instants, both inclusive, null when open. */
  readonly dates: readonly {
    readonly param: number
    readonly lo: string | null
    readonly hi: string | null
  }[]
  /** Strings folded for comparison (no tone marks, no case, single spaces). */
  readonly strings: readonly { readonly param: number; readonly text: string }[]
  /** References to patients, for shard and compartment: ids of `Patient/…` in the main subject parameter; first one counts. */
  readonly patient: string | null
}
