/** What a file is, as the head of its splitter says. */
export type FileFormat =
  | 'bhyt-xml'
  | 'check-in'
  | 'death-notice'
  | 'driver-check'
  | 'certificate'
  | 'hl7-v2'
  | 'ho-so-benh-an'
  | 'fhir-bundle'
  | 'csv'
