import type { Provenance } from 'fhir/r4'
import type { OpenedRecord } from '#record/intake'
import type { DraftEntry, SourceRow } from '#record/standardise'
import { extensions, identifierSystems } from '#vocabulary/fhir'

/**
 * `meta.source` of a stored resource: the exact receipt, record, table and row it was read from. FHIR R4 3.1.0.1
 * calls this "a minimal amount of Provenance information"; the Provenance resource says the rest.
 */
export const sourceUri = (record: { receiptId: string; fileNumber: number }, source: SourceRow): string =>
  `urn:mach:receipt:${record.receiptId}#file=${record.fileNumber}&table=${source.table}&row=${source.row}`

/**
 * One Provenance for a version of a visit: who sent it, with whose software, when it came, from which file, and for
 * each resource the table and row. FHIR R4 `Provenance`; the row is our extension on `target` (ADR 0004).
 */
export function buildProvenance(
  id: string,
  record: OpenedRecord,
  facilityRef: string,
  targets: readonly { readonly reference: string; readonly source: SourceRow }[],
): Provenance & { id: string } {
  return {
    resourceType: 'Provenance',
    id,
    target: targets.map(({ reference, source }) => ({
      reference,
      extension: [{ url: extensions.sourceRow, valueString: `${source.table}/${source.row}` }],
    })),
    recorded: record.receivedAt.toISOString(),
    activity: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-DataOperation', code: 'CREATE' }],
    },
    agent: [
      {
        type: {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code: 'author' },
          ],
        },
        who: { reference: facilityRef, ...(record.facilityName ? { display: record.facilityName } : {}) },
      },
      ...(record.vendor
        ? [
            {
              type: {
                coding: [
                  {
                    system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type',
                    code: 'assembler',
                  },
                ],
              },
              who: { display: record.vendor },
            },
          ]
        : []),
    ],
    entity: [
      {
        role: 'source',
        what: {
          identifier: {
            system: identifierSystems.receipt,
            value: `${record.receiptId}#${record.fileNumber}`,
          },
          ...(record.fileName ? { display: record.fileName } : {}),
        },
      },
    ],
  }
}

export const targetsOf = (entries: readonly DraftEntry[]) =>
  entries
    .filter((entry) => entry.scope === 'visit')
    .map((entry) => ({
      reference: `${entry.resource.resourceType}/${entry.resource.id}`,
      source: entry.source,
    }))
