/** What codes mean: code systems, value sets and concept maps of R4, of the catalogues and of the store. See README.md. */

/** A terminology with the caller's resources beside the product's. */
export { openTerminology } from './open-terminology.ts'
/** The product's own terminology without stored resources; opened on first use. */
export { isMember, terminology } from './own-terminology.ts'
/** The names of an operation's parameters in a query string, as FHIR Parameters. */
export { parametersFromQuery } from './parameters.ts'
/** FHIR Parameters in, resource out: the whole of $expand, $validate-code, $lookup, $subsumes, $translate, $closure. */
export { runTerminologyOperation } from './run-operation.ts'
export type {
  ClosureRequest,
  CodingInput,
  ExpandRequest,
  LookupOutcome,
  LookupRequest,
  Subsumption,
  SystemCode,
  Terminology,
  TerminologyOperation,
  TerminologyProblem,
  TerminologyResources,
  TerminologyResult,
  TranslateOutcome,
  TranslateRequest,
  ValidateOutcome,
  ValidateRequest,
} from './terminology.types.ts'
