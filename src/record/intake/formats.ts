import { bhytFormat } from './bhyt-xml/index.ts'
import { certificatesFormat } from './certificates/index.ts'
import { csvFormat } from './csv/index.ts'
import { fhirBundleFormat } from './fhir-bundle/index.ts'
import type { FileFormat, Format } from './format.types.ts'
import { hl7v2Format } from './hl7-v2/index.ts'
import { medicalRecordFormat } from './ho-so-benh-an/index.ts'

/** In the order they are asked; the BHYT family last: it answers for whatever nobody knows, with reasons. */
const formats: readonly Format[] = [
  hl7v2Format,
  medicalRecordFormat,
  certificatesFormat,
  fhirBundleFormat,
  csvFormat,
  bhytFormat,
]

const byName = new Map(formats.flatMap((format) => format.formats.map((name) => [name, format] as const)))

/** The format that wrote this name into a file's head. */
export const formatNamed = (name: FileFormat): Format => byName.get(name) ?? bhytFormat

/** Whose file this is, by its first bytes. */
export const recognise = (start: Uint8Array, fileName: string | null): Format =>
  formats.find((format) => format.recognises(start, fileName)) ?? bhytFormat
