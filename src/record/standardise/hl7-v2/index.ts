/** HL7 v2 messages → FHIR. */
export { standardiseHl7 } from './standardise-hl7.ts'
