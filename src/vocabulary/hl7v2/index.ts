/** HL7 v2: messages cut into segments, fields, repetitions, components; and written again. */

export type { ComponentToWrite, FieldToWrite, SegmentToWrite } from './build-message.ts'
/** Segments of values → the message's text, escaped. */
export { buildHl7 } from './build-message.ts'
export type { DecodedHl7, Hl7Charset } from './charset.ts'
/** Bytes → text, by MSH-18 and by what the bytes are. */
export { decodeHl7 } from './charset.ts'
export type { FacilityAliases, Sender } from './facility-of.ts'
/** Who sends: MSH-3, MSH-4, and the facility code they stand for; the first and second segment of a name. */
export { facilityOf, secondNamed, segmentNamed, senderOf } from './facility-of.ts'
export type { Hl7Message, Hl7Segment } from './hl7v2.types.ts'
/** Keys under which messages replace each other, and the numbers they are made of. */
export {
  documentKey,
  isAboutLinks,
  isAboutPatient,
  messageKey,
  orderNumbersOf,
  visitKey,
  visitNumberOf,
} from './message-keys.ts'
export type { ParsedMessage } from './parse-message.ts'
/** Text → a message whose fields are cut when asked for; or why it is none. */
export { parseHl7 } from './parse-message.ts'
export type { LocalNumber, PatientNumber } from './patient-numbers.ts'
/** Numbers of a patient by kind and assigner, and which of them is the facility's own. */
export { localNumber, numbersOf } from './patient-numbers.ts'
export type { Separators } from './separators.ts'
/** `|^~\&`. */
export { usualSeparators } from './separators.ts'
/** Times of HL7 as FHIR dates, dateTimes, instants, times; and an instant as HL7 writes it. */
export { hl7Date, hl7DateTime, hl7Instant, hl7Time, hl7TimeText } from './times.ts'
