import type { Patient } from 'fhir/r4'
import { extrasOf, restate } from '#record/restate'
import type { DraftEntry } from '#record/standardise'
import type { FacilityMessage } from '#vocabulary/bhyt'
import type { SentMessage } from '#vocabulary/messages'

/** Messages in the words of the tables: the ones that are written again as they came. */
export const isTables = (message: SentMessage): message is FacilityMessage => 'tables' in message

/**
 * What the resources of a visit do not say of its tables, as JSON: the tables are written again from what will be stored,
 * and the difference is kept. A mapping that loses a field therefore loses nothing, it only makes this longer.
 */
export function extrasText(
  message: FacilityMessage,
  patient: Patient,
  entries: readonly DraftEntry[],
): string {
  const { norm, facilityCode, kind } = message
  const resources = entries.map(({ resource, source, scope }) =>
    // Shared resources are told by many visits: their rows are nobody's in particular.
    scope === 'visit'
      ? { resource, table: source.table, row: source.row }
      : { resource, table: null, row: null },
  )
  return JSON.stringify(extrasOf(message, restate({ norm, facilityCode, kind, patient, resources })))
}
