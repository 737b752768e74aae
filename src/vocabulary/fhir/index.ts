/** FHIR R4 as Mạch uses it: URLs, index strings, exact decimals, narrative. */

export type { SentDecimal } from './decimals.ts'
/** Decimals that keep the sender's digits, and reading them back. */
export { amount, decimalText, exactNumber, moneyOf, sentDecimal } from './decimals.ts'
export type { ResourceIndex } from './extract-index.ts'
/** The index of a resource and the one way to write its strings. */
export { extractIndex } from './extract-index.ts'
/** Plain text to FHIR narrative and back. */
export { narrativeOf, narrativeText } from './narrative.ts'
/** Canonical URLs: identifier systems, code systems, extensions. */
export { codeSystems, extensions, identifierSystems } from './systems.ts'
export { referenceParams, tokenFor } from './tokens.ts'
/** UCUM code of a unit when it means exactly one. */
export { ucumOf } from './units.ts'
