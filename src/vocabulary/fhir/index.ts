/** FHIR R4 as Mạch uses it: URLs, exact decimals, narrative. */

export type { SentDecimal } from './decimals.ts'
/** Decimals that keep the sender's digits, and reading them back. */
export { amount, decimalText, exactNumber, moneyOf, sentDecimal } from './decimals.ts'
/** Plain text to FHIR narrative and back. */
export { narrativeOf, narrativeText } from './narrative.ts'
/** Canonical URLs: identifier systems, code systems, extensions. */
export { codeSystems, extensions, identifierSystems } from './systems.ts'
/** UCUM code of a unit when it means exactly one. */
export { ucumOf } from './units.ts'
