/** What the identifiers and code systems of other Vietnamese FHIR guides mean here. */

/** The table itself, with the guide and page that says so: for the guide and the capability statement. */
export { type AliasTable, aliasTable, type Meaning } from './load.ts'
/** What an identifier names, by system or type. */
export { meaningOf } from './meaning-of.ts'
/** The same identifier or code system under our URL. */
export { isFacilityCode, ourCodeSystem, ourIdentifier } from './our-identifier.ts'
