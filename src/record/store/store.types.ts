import type { Readable } from 'node:stream'
import type { Problem, Result } from '#foundation/result'
import type { SearchQuery } from '#vocabulary/search'

/** One version of one resource. `json` is the text as stored, `id` and `meta` in it; empty when deleted. */
export interface ResourceVersion {
  readonly type: string
  readonly id: string
  readonly version: number
  readonly deleted: boolean
  readonly lastUpdated: Date
  readonly json: string
}

/** A resource on its way in: parsed, and a way to write it again with the sender's digits (foundation/json). */
export interface ResourceInput {
  readonly value: Record<string, unknown> & { resourceType: string }
  /** Writes `value` (perhaps changed in place since) as JSON text, decimals as sent. */
  readonly write: (value: unknown) => string
}

/** One change. In a transaction all are made or none; `fullUrl` lets the others point at it. */
export type Change = { readonly fullUrl?: string } & (
  | { readonly op: 'create'; readonly resource: ResourceInput; readonly ifNoneExist?: SearchQuery }
  | {
      readonly op: 'update'
      readonly type: string
      /** An id, or the query of a conditional update. */
      readonly at: string | SearchQuery
      readonly resource: ResourceInput
      readonly ifMatch?: number
      /** `If-None-Match: *`: only when there is none yet. */
      readonly ifNoneMatch?: boolean
    }
  | {
      readonly op: 'patch'
      readonly type: string
      readonly at: string | SearchQuery
      /** The present text in, the patched resource (validated) out. May be called again when another writer was faster. */
      readonly apply: (json: string) => Result<ResourceInput>
      readonly ifMatch?: number
    }
  | {
      readonly op: 'delete'
      readonly type: string
      readonly at: string | SearchQuery
      readonly ifMatch?: number
      /** Conditional delete of several matches. */
      readonly many?: boolean
    }
)

export interface ChangeOutcome {
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'deleted' | 'nothing'
  /** The version that stands now; null for a delete that found nothing. */
  readonly resource: ResourceVersion | null
}

/** A change that failed, with its place in the list given. */
export type ChangeProblem = Problem & { readonly index: number; readonly status?: number }

export interface WriteContext {
  readonly at: Date
  /** Who wrote, for the ledger: `fhir:loopback`. */
  readonly origin: string
  /** Base URL by which the writer knows this server: references under it are found as `Type/id`; the text stays as sent. */
  readonly base?: string | undefined
}

export interface SearchOptions {
  /** Bundles of this many matches at most. */
  readonly count: number
  /** What `SearchPage.next` gave; the query must be the same. */
  readonly page?: string
  /** For tests and diagnosis: force one way of finding. All must give the same answer. */
  readonly strategy?: 'auto' | 'patient' | 'tokens' | 'code' | 'value' | 'walk' | 'side' | 'scan'
}

export interface SearchPage {
  readonly matches: readonly ResourceVersion[]
  /** Found by `_include` and `_revinclude`, each once, none of the matches. */
  readonly included: readonly ResourceVersion[]
  readonly next: string | null
  readonly previous: string | null
  readonly total: number | null
  /** Things the reader should know: too many includes, a total that is an estimate. */
  readonly notes: readonly string[]
}

export interface HistoryOptions {
  readonly type?: string
  readonly id?: string
  readonly since?: Date
  /** `_at`: versions that were current at some moment of this range. */
  readonly at?: { readonly from: Date; readonly to: Date }
  readonly count: number
  readonly page?: string
}

export interface HistoryPage {
  /** Newest first. `method` is what made the version. */
  readonly versions: readonly (ResourceVersion & { readonly method: 'POST' | 'PUT' | 'DELETE' })[]
  readonly total: number | null
  readonly next: string | null
}

/** One transaction of the ledger and what it wrote. */
export interface LedgerEntry {
  readonly tx: string
  readonly at: Date
  readonly origin: string
  readonly resources: readonly (ResourceVersion & { readonly method: 'POST' | 'PUT' | 'DELETE' })[]
}

export interface Feed {
  /** Oldest first. */
  readonly entries: readonly LedgerEntry[]
  /** Ask again with this. */
  readonly mark: string
}

export interface ExportOptions {
  readonly type: string
  readonly since?: Date
  readonly until?: Date
  /** Only of these patients, themselves included; absent: of everybody. At most some thousands at once. */
  readonly patientIds?: readonly string[]
}

/** The FHIR core: every way to read and write resources. The gate holds one; nobody else. */
export interface FhirStore {
  read(type: string, id: string): Promise<ResourceVersion | null>
  readVersion(type: string, id: string, version: number): Promise<ResourceVersion | null>
  /** Those that exist and are not deleted, in no order. */
  readMany(refs: readonly { type: string; id: string }[]): Promise<ResourceVersion[]>
  history(options: HistoryOptions): Promise<Result<HistoryPage>>
  search(query: SearchQuery, options: SearchOptions): Promise<Result<SearchPage>>
  count(query: SearchQuery): Promise<Result<number>>
  /** All changes or none, in the order DELETE, POST, PUT/PATCH; outcomes in the order given. */
  write(changes: readonly Change[], context: WriteContext): Promise<Result<ChangeOutcome[], ChangeProblem>>
  /** Ids only of everything in a patient's compartment and what it points to, oldest shard order; for `$everything`. */
  everything(
    patientId: string,
    options: { types?: readonly string[]; since?: Date; count: number; page?: string },
  ): Promise<Result<{ resources: readonly ResourceVersion[]; next: string | null }>>
  /** Transactions behind a mark, whole and in an order that never changes; without one: only the mark to start from. */
  feed(after: string | null, limit: number): Promise<Feed>
  /** Present resources of a type as lines of JSON, as fast as the database gives them; answers how many. */
  export(options: ExportOptions, into: (lines: Readable) => Promise<void>): Promise<number>
}
