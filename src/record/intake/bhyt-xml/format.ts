import type { Format } from '../format.types.ts'
import { locateFields } from './locate-fields.ts'
import { readRecord } from './read-record.ts'
import { FamilySplitter } from './split-family.ts'

/** BHYT claim files, check-ins, death notices, driver's certificates: and whatever nobody else recognises, to say why not. */
export const bhytFormat: Format = {
  formats: ['bhyt-xml', 'check-in', 'death-notice', 'driver-check'],
  recognises: () => true,
  splitter: (limits) => new FamilySplitter(limits),
  readRecord,
  locate: locateFields,
}
