/** Catalogues with validity dates, and local codes mapped to them. See README.md. */
export { type CatalogueRoutesDeps, catalogueRoutes } from './catalogue.routes.ts'
export { cataloguesMigrations } from './catalogues.migrations.ts'
/** What was decided for a vendor's codes of a list, as FHIR R4. */
export { conceptMapOf, localSystem } from './local-codes/concept-map.ts'
/** Decisions about local codes, and taking them back. */
export { type Decided, decide, type MappingDeps, undoDecisions } from './local-codes/decide.ts'
export type {
  Decision,
  Equivalence,
  LocalCodeKey,
  MappingState,
  SeenLocalCode,
} from './local-codes/local-code.types.ts'
/** Whose local codes these are: the vendor's, or the facility's own. */
export { localSource, nameKey } from './local-codes/local-source.ts'
/** Counts local codes that were used; called in batches. */
export { noteLocalCodes } from './local-codes/note-local-codes.ts'
/** Open local codes with one clear proposal. */
export { proposeInBulk } from './local-codes/propose-in-bulk.ts'
/** Pure translation of local codes, per sender, kept up to date with the decisions. */
export {
  openTranslators,
  type Translation,
  type Translator,
  type Translators,
} from './local-codes/translator.ts'
export { mappingRoutes } from './mapping.routes.ts'
export { type Catalogues, openCatalogues } from './open-catalogues.ts'
/** Names of a catalogue that are like a text, the likest first. */
export { type Candidate, findCandidates } from './similarity/find-candidates.ts'
