import type { ExactJson } from '#foundation/json'
import type { Actor, FhirGate, Purpose } from '#gate/access'
import type { Terminology } from '#vocabulary/terminology'
import type { ProfileShelf } from '#vocabulary/validation'
import type { Answered } from './answer.types.ts'
import type { Media } from './read-format.ts'
import type { Pair } from './read-pairs.ts'
import type { Prefer } from './read-prefer.ts'
import type { Target } from './read-target.ts'

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What came with a call: JSON (XML is JSON by now), a form, or something only an operation can read. */
export type Body =
  | { readonly kind: 'json'; readonly media: Media; readonly json: ExactJson }
  | { readonly kind: 'form'; readonly pairs: readonly Pair[] }
  | { readonly kind: 'other'; readonly contentType: string; readonly bytes: Uint8Array }

/** Headers that decide whether a call is carried out; entries of a Bundle say the same in `request`. */
export interface Conditions {
  readonly ifMatch?: string
  readonly ifNoneMatch?: string
  readonly ifModifiedSince?: string
  readonly ifNoneExist?: string
}

/** Who asks, of which server, at what moment: the same for all entries of one Bundle. */
export interface Caller {
  readonly service: Service
  readonly actor: Actor | null
  readonly purpose: Purpose
  /** `http://127.0.0.1:8000/fhir/R4`, without a slash at the end. */
  readonly base: string
  readonly prefer: Prefer
  readonly at: Date
}

/** What stays the same from call to call. */
export interface Service {
  readonly gate: FhirGate
  readonly operations: OperationTable
  readonly terminology: Terminology
  /** Profiles that clients stored. */
  readonly profiles: ProfileShelf
  /** Canonical URLs of what one can subscribe to. */
  readonly topics: readonly string[]
  readonly version: string
  readonly limits: FhirLimits
}

export interface FhirLimits {
  /** Bytes of a body, after unpacking. */
  readonly maxBytes: number
  /** Entries of a batch or transaction. */
  readonly maxEntries: number
  /** `_count` at most, and when it is not given. */
  readonly maxCount: number
  readonly defaultCount: number
}

/** One interaction: a request, or an entry of a Bundle. */
export interface Call {
  readonly caller: Caller
  readonly method: Method
  readonly target: Target
  readonly pairs: readonly Pair[]
  readonly conditions: Conditions
  /** The header as it came, any type when there was none; an entry of a Bundle has none: it answers resources only. */
  readonly accept?: string
  readonly body: Body | null
}

export type OperationLevel = 'system' | 'type' | 'instance'

/** What an operation is told: the call, and the parts of its address. */
export interface OperationCall extends Call {
  readonly name: string
  readonly level: OperationLevel
  readonly type?: string
  readonly id?: string
}

/** An operation of FHIR, named without its `$`. One line of a list; the CapabilityStatement reads the same list. */
export interface OperationRoute {
  readonly name: string
  /** Canonical URL of its OperationDefinition. */
  readonly definition: string
  /** What a client should know beyond the definition: which of its choices are offered here. */
  readonly documentation?: string
  readonly levels: readonly OperationLevel[]
  /** Of the type and instance levels; `*`: every type. */
  readonly types: readonly string[] | '*'
  /** GET only when nothing changes by it. */
  readonly methods: readonly ('GET' | 'POST' | 'DELETE')[]
  /** Its answers are no resources (files): whatever the client accepts. */
  readonly anyFormat?: boolean
  /** Not named by the CapabilityStatement: the file of an export, the state of a job. */
  readonly isHidden?: boolean
  readonly handle: (call: OperationCall) => Promise<Answered>
}

export interface OperationTable {
  readonly all: readonly OperationRoute[]
  find(name: string, level: OperationLevel, type: string | undefined): readonly OperationRoute[]
}
