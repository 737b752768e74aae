/** What facilities send, whatever its format: read, but still in the sender's words. */
export type {
  FhirBundleMessage,
  Hl7v2Message,
  MedicalRecordMessage,
  MedicalRecordRow,
  MessageHead,
  SentKind,
  SentMessage,
} from './sent-message.types.ts'
