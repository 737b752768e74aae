/** FHIR R4 search without a database: parameters, what is indexed of a resource, reading a query, matching in memory. */

/** Compartments: which types, by which parameters, and as a condition. */
export {
  compartmentCondition,
  compartmentMembers,
  compartmentParams,
  compartmentTypes,
} from './compartments.ts'
/** What the store indexes of a resource. */
export { type ExtractOptions, extractSearchIndex } from './extract/extract-search-index.ts'
/** What a resource points at by a parameter. */
export { type LocalReference, referencesOf } from './extract/references-of.ts'
/** Whom a resource is about. */
export { patientIn, patientOf, subjectOf } from './extract/subject.ts'
/** Strings as they are compared: no tone marks, no case. */
export { foldText } from './fold-text.ts'
/** The search parameters of a type. */
export { answeredByPatientColumn, paramOf, paramsOf, searchTypes, storedAs } from './load-params.ts'
/** A query as a function on resources, and what they are sorted by. */
export { matcherOf } from './match/matcher-of.ts'
export { needsOthers } from './match/needs-others.ts'
export { type SortValue, sortKeyOf } from './match/sort-key-of.ts'
/** The conditions of a query for one of its types. */
export { whereFor } from './read/as-stored.ts'
/** The reference parameters that `*` of an include stands for. */
export { linkParams } from './read/read-options.ts'
/** Names and values of a URL as a query. */
export { readSearch } from './read/read-search.ts'
export type {
  ChainTarget,
  Condition,
  Include,
  MatchEnvironment,
  Matcher,
  Modifier,
  Prefix,
  ReadSearchOptions,
  SearchIndex,
  SearchParam,
  SearchParamType,
  SearchQuery,
  SearchTerminology,
  SearchValue,
  SortKey,
} from './search.types.ts'
/** How index tokens are spelled, for writing and asking. */
export { tokens } from './tokens.ts'
