/** The only hand on the latch: people's reads go through `openGate`. See README.md. */

export type { HeldIdentifier, LinkedPatient, Person, PersonExplained } from '#record/identity'
export type {
  Change,
  ChangeOutcome,
  ChangeProblem,
  ExportOptions,
  Feed,
  FhirStore,
  HistoryOptions,
  HistoryPage,
  LedgerEntry,
  ResourceInput,
  ResourceVersion,
  SearchOptions,
  SearchPage,
  StoredResource,
  WriteContext,
} from '#record/store'
/** The resource types that the store holds. */
export { resourceTypes } from '#record/store'
export { type Actor, loopbackActor } from './actor.ts'
/** The gate before the FHIR core: every FhirStore method with who asks and why in front. */
export { type FhirGate, openFhirGate } from './fhir-gate.ts'
/** May this one ask, for this purpose? The rule of every question at the gate. */
export { mayAsk, type Purpose } from './may.ts'
export { type Gate, type GateDeps, openGate, type PersonAtGate, type PersonsAtGate } from './open-gate.ts'
/** What is kept of every reading of a person: the gate tells it, `#gate/readings` keeps it. */
export type { NoteReadings, Reading, ReadingAsked } from './reading.types.ts'
