/** Says a stored visit in the BHYT tables again, keeps what FHIR did not hold, and writes files of them. */

/** The tables of a visit nobody ever sent as tables, and what a valid file still lacks. */
export { type DraftedVisit, draftVisit, type MissingField, type VisitToDraft } from './draft-visit.ts'
/** Exactly what restating misses, and the tables with it put in again. */
export { extrasOf, withExtras } from './extras.ts'
/** FHIR → tables, rows, fields. */
export { restate } from './restate.ts'
export type {
  Extras,
  RestatedSource,
  RestatedTables,
  VisitToRestate,
} from './restate.types.ts'
/** The shared resources to read beside a visit's own. */
export { sharedReferences } from './shared-references.ts'
/** The canonical file of messages: the same messages, the same bytes. */
export { type WriteOptions, writeBhytXml } from './write-bhyt-xml.ts'
