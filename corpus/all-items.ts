import { bhytFiles, bhytRecords } from './bhyt-files.ts'
import { bhytKeys, bhytValues } from './bhyt-values.ts'
import { certificates } from './certificates.ts'
import type { Malformed } from './corpus.types.ts'
import { csvLists } from './csv-lists.ts'
import { jsonDocuments, xmlDocuments } from './documents.ts'
import { fhirBundles } from './fhir-bundles.ts'
import { hl7Files, hl7Messages } from './hl7-messages.ts'
import { medicalRecords } from './medical-records.ts'

/** The whole corpus of single files; containers (zip, gzip) stand in containers.db.test.ts. */
export const allItems = (): Malformed[] => [
  ...bhytValues(),
  ...bhytKeys(),
  ...bhytFiles(),
  ...bhytRecords(),
  ...xmlDocuments(),
  ...jsonDocuments(),
  ...certificates(),
  ...csvLists(),
  ...hl7Messages(),
  ...hl7Files(),
  ...fhirBundles(),
  ...medicalRecords(),
]
