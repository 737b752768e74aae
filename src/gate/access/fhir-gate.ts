import type { Readable } from 'node:stream'
import { fail, ok, type Result } from '#foundation/result'
import type {
  Change,
  ChangeOutcome,
  ChangeProblem,
  ExportOptions,
  Feed,
  FhirStore,
  HistoryOptions,
  HistoryPage,
  ResourceVersion,
  SearchOptions,
  SearchPage,
  WriteContext,
} from '#record/store'
import type { SearchQuery } from '#vocabulary/search'
import type { Actor } from './actor.ts'
import { may, noSuchResource, notAllowed, type Purpose } from './may.ts'

type EverythingOptions = Parameters<FhirStore['everything']>[1]
type EverythingPage = { readonly resources: readonly ResourceVersion[]; readonly next: string | null }

/** The store's questions, each with who asks and why in front. */
export interface FhirGate {
  /** A deleted resource is an answer too: its last version, marked. */
  read(actor: Actor | null, purpose: Purpose, type: string, id: string): Promise<Result<ResourceVersion>>
  readVersion(
    actor: Actor | null,
    purpose: Purpose,
    type: string,
    id: string,
    version: number,
  ): Promise<Result<ResourceVersion>>
  readMany(
    actor: Actor | null,
    purpose: Purpose,
    refs: readonly { type: string; id: string }[],
  ): Promise<Result<ResourceVersion[]>>
  history(actor: Actor | null, purpose: Purpose, options: HistoryOptions): Promise<Result<HistoryPage>>
  search(
    actor: Actor | null,
    purpose: Purpose,
    query: SearchQuery,
    options: SearchOptions,
  ): Promise<Result<SearchPage>>
  count(actor: Actor | null, purpose: Purpose, query: SearchQuery): Promise<Result<number>>
  write(
    actor: Actor | null,
    purpose: Purpose,
    changes: readonly Change[],
    context: WriteContext,
  ): Promise<Result<ChangeOutcome[], ChangeProblem>>
  everything(
    actor: Actor | null,
    purpose: Purpose,
    patientId: string,
    options: EverythingOptions,
  ): Promise<Result<EverythingPage>>
  feed(actor: Actor | null, purpose: Purpose, after: string | null, limit: number): Promise<Result<Feed>>
  export(
    actor: Actor | null,
    purpose: Purpose,
    options: ExportOptions,
    into: (lines: Readable) => Promise<void>,
  ): Promise<Result<number>>
}

/** The gate before the FHIR core: services reach the store through it and in no other way. */
export function openFhirGate(store: FhirStore): FhirGate {
  return {
    async read(actor, purpose, type, id) {
      if (!may(actor, purpose)) return fail(notAllowed)
      const found = await store.read(type, id)
      return found ? ok(found) : fail(noSuchResource)
    },
    async readVersion(actor, purpose, type, id, version) {
      if (!may(actor, purpose)) return fail(notAllowed)
      const found = await store.readVersion(type, id, version)
      return found ? ok(found) : fail(noSuchResource)
    },
    async readMany(actor, purpose, refs) {
      return may(actor, purpose) ? ok(await store.readMany(refs)) : fail(notAllowed)
    },
    async history(actor, purpose, options) {
      return may(actor, purpose) ? store.history(options) : fail(notAllowed)
    },
    async search(actor, purpose, query, options) {
      return may(actor, purpose) ? store.search(query, options) : fail(notAllowed)
    },
    async count(actor, purpose, query) {
      return may(actor, purpose) ? store.count(query) : fail(notAllowed)
    },
    async write(actor, purpose, changes, context) {
      return may(actor, purpose) ? store.write(changes, context) : fail({ ...notAllowed, index: 0 })
    },
    async everything(actor, purpose, patientId, options) {
      return may(actor, purpose) ? store.everything(patientId, options) : fail(notAllowed)
    },
    async feed(actor, purpose, after, limit) {
      return may(actor, purpose) ? ok(await store.feed(after, limit)) : fail(notAllowed)
    },
    async export(actor, purpose, options, into) {
      return may(actor, purpose) ? ok(await store.export(options, into)) : fail(notAllowed)
    },
  }
}
